package dev.orrery.provider.containers;

import dev.orrery.provider.Work;
import java.util.HashMap;
import java.util.Map;

/// The labels of containers and notes. No other class writes one.
final class Labels {
  static final String PROVIDER = "dev.orrery.provider";
  static final String SCOPE = "dev.orrery.scope";
  static final String RESOURCE = "dev.orrery.resource";
  static final String ORGANIZATION = "dev.orrery.organization";
  static final String GENERATION = "dev.orrery.generation";
  static final String FENCING_TOKEN = "dev.orrery.fencing-token";
  static final String OPERATION = "dev.orrery.operation";
  static final String NAME = "dev.orrery.name";
  static final String IMAGE = "dev.orrery.image";
  static final String POWER_STATE = "dev.orrery.power-state";
  static final String ADDRESSES = "dev.orrery.addresses";

  /// On a note, the scope and the resource it is about, with a slash between them.
  static final String NOTE = "dev.orrery.note";

  /// On a note, when it was written, in seconds since 1970.
  static final String NOTED_AT = "dev.orrery.noted-at";

  /// On a note about an action, when the container had last been started before it.
  static final String STARTED_BEFORE = "dev.orrery.started-before";

  private Labels() {}

  static Map<String, String> of(ContainerSettings settings, DesiredMachine desired, Work work) {
    var labels = new HashMap<String, String>();
    labels.put(PROVIDER, settings.provider());
    labels.put(SCOPE, settings.scope());
    labels.put(RESOURCE, work.resourceId());
    labels.put(GENERATION, Long.toString(work.generation()));
    labels.put(FENCING_TOKEN, Long.toString(work.fencingToken()));
    labels.put(OPERATION, work.operationToken());
    labels.put(NAME, desired.name());
    labels.put(IMAGE, desired.image());
    labels.put(POWER_STATE, desired.powerState().name());
    labels.put(ADDRESSES, String.join(",", desired.addresses()));
    work.organization().ifPresent(organization -> labels.put(ORGANIZATION, organization));
    return labels;
  }

  static long number(Map<String, String> labels, String name) {
    var text = labels.getOrDefault(name, "0");
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException byHand) {
      return 0;
    }
  }
}
