package dev.orrery.handlers.jobs;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.provider.protocol.Wire;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What providers do, for whom and where, as they said in their last hello. One that was never
/// heard of may do everything: its orders wait for it.
@ApplicationScoped
class Served {
  private static final String KIND = "compute";

  /// Why a provider gets no order.
  record Refusal(String code, String message) {}

  Optional<Refusal> refusal(Transaction transaction, Job job) {
    return transaction
        .rows(
            Sql.of("select kinds, organizations, locations from provider where name = :name")
                .with("name", job.provider))
        .stream()
        .findFirst()
        .flatMap(row -> refusal(job, texts(row[0]), texts(row[1]), texts(row[2])));
  }

  private static Optional<Refusal> refusal(
      Job job, List<String> kinds, List<String> organizations, List<String> locations) {
    if (!kinds.contains(KIND)) {
      return Optional.of(
          new Refusal(
              "KIND_NOT_SERVED", "%s makes %s, not %s".formatted(job.provider, kinds, KIND)));
    }
    if (!organizations.isEmpty() && !organizations.contains(organization(job))) {
      return Optional.of(
          new Refusal(
              "ORGANIZATION_NOT_SERVED",
              "%s does not serve %s".formatted(job.provider, organization(job))));
    }
    var places = texts(job.locations);
    if (!locations.isEmpty() && Collections.disjoint(locations, places)) {
      return Optional.of(
          new Refusal(
              "LOCATION_NOT_SERVED", "%s does not serve %s".formatted(job.provider, places)));
    }
    return Optional.empty();
  }

  private static String organization(Job job) {
    var owner = job.organization;
    return owner == null ? "the platform" : new TypeId("org", owner).toString();
  }

  private static List<String> texts(@Nullable Object json) {
    try {
      return List.of(
          Wire.read(String.valueOf(json).getBytes(StandardCharsets.UTF_8), String[].class));
    } catch (IOException e) {
      throw new IllegalStateException("not a JSON array of texts: " + json, e);
    }
  }
}
