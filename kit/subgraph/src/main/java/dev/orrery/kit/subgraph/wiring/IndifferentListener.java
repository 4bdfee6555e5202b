package dev.orrery.kit.subgraph.wiring;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.subgraph.error.DomainError;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.jspecify.annotations.Nullable;

@DefaultBean
@ApplicationScoped
class IndifferentListener implements RefusalListener {
  @Override
  public void refused(
      Viewer viewer, String mutation, Map<String, @Nullable Object> input, DomainError why) {}
}
