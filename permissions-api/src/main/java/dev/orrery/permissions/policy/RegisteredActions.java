package dev.orrery.permissions.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.kit.events.Received;
import dev.orrery.kit.events.StateFollower;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/// What can be done with resources, as the services say it: `policy.actions.<service>`.
@ApplicationScoped
public class RegisteredActions implements StateFollower<JsonNode> {
  private static final String SUBJECT = "policy.actions.";

  private final Map<String, List<RegisteredAction>> byService = new ConcurrentSkipListMap<>();
  private final Map<String, Received<JsonNode>> messages = new ConcurrentSkipListMap<>();
  private final AtomicLong count = new AtomicLong();

  @Override
  public String stream() {
    return "POLICY";
  }

  @Override
  public Class<JsonNode> body() {
    return JsonNode.class;
  }

  @Override
  public void apply(Received<JsonNode> message) {
    if (message.subject().startsWith(SUBJECT)) {
      String service = message.subject().substring(SUBJECT.length());
      byService.put(
          service,
          message
              .body()
              .path("actions")
              .valueStream()
              .map(action -> RegisteredAction.of(service, action))
              .toList());
      messages.put(service, message);
      count.incrementAndGet();
    }
  }

  @Override
  public void complete() {}

  /// How often a service has said something. Whoever reads this first and then [#messages] has at
  /// least what was said by then.
  long count() {
    return count.get();
  }

  /// The newest of each service, as it came.
  List<Received<JsonNode>> messages() {
    return List.copyOf(messages.values());
  }

  /// All, by name.
  public List<RegisteredAction> all() {
    Map<String, RegisteredAction> byName = new TreeMap<>();
    byService
        .values()
        .forEach(actions -> actions.forEach(action -> byName.put(action.name(), action)));
    return List.copyOf(byName.values());
  }

  public Optional<RegisteredAction> named(String name) {
    return all().stream().filter(action -> action.name().equals(name)).findFirst();
  }
}
