package dev.orrery.instance.instance;

import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.resource.Snapshot;
import dev.orrery.kit.subgraph.wiring.Fetcher;
import dev.orrery.kit.subgraph.wiring.Request;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `deleteInstance`: a wish to the provider, or the end of a mere record. Which of the two is
/// settled when an instance is made, so it can be looked up ahead of the change.
record InstanceDeletion(Resources<InstanceRow> instances) implements Fetcher {
  private static final String OPERATION = "deleteInstance";

  @Override
  public Answer<Map<String, Object>> fetch(Request request) {
    Map<String, @Nullable Object> input = request.input();
    UUID id = TypeId.parse(String.valueOf(input.get("id"))).uuid();
    @Nullable Snapshot found = instances.findAll(Set.of(id), request.viewer()).get(id);
    Answer<Snapshot> deleted =
        found != null && found.text("management").equals("ADOPTED")
            ? instances.delete(request.viewer(), OPERATION, input, (_, _) -> List.of())
            : instances.update(
                request.viewer(),
                OPERATION,
                input,
                "deletionrequested",
                (_, instance) -> {
                  instance.desireAbsence();
                  return Answer.granted(instance);
                });
    return deleted.then(snapshot -> Answer.granted(Map.of("instance", snapshot)));
  }
}
