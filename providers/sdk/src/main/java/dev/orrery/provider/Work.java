package dev.orrery.provider;

import java.time.Instant;
import java.util.Optional;

/// The order at hand, as far as a provider needs to know it.
public interface Work {
  /// TypeID of the resource; the name under which the provider finds it again in its world.
  String resourceId();

  /// One of the provider's kinds.
  String kind();

  /// Id of the organization that owns the resource, when the sender said so.
  Optional<String> organization();

  /// Counts the changes of the desired state of this resource.
  long generation();

  /// Rises with each newer owner of the resource. The runner has refused older ones already; it is
  /// here for back ends that can remember it themselves.
  long fencingToken();

  /// 1 at first; a retry has the same `operationToken` and a higher attempt.
  int attempt();

  /// Names this operation, the same in every retry and duplicate.
  String operationToken();

  /// When the sender stops waiting. At this moment the runner interrupts the calling thread.
  Optional<Instant> deadline();

  /// W3C trace context, for the provider's own spans and its calls to the back end.
  Optional<String> traceparent();

  /// The secrets that came with the order, for a provider that is `takingSecrets`.
  Secrets secrets();

  /// True once the sender wants this order to stop. Look here between the steps of something long,
  /// and answer what has happened so far.
  boolean cancelled();

  /// Writes a line into the log of this order, for the people who look into what happened; at most
  /// 2,000 characters, no secrets. Lines leave together, about once a second and with the next
  /// `progress`; what cannot be sent is dropped.
  void log(String line);

  /// Tells the people who wait how far it is, while the call goes on. `percent` is 0 to 100.
  /// Returns at once; what cannot be sent is dropped.
  void progress(int percent, String message);
}
