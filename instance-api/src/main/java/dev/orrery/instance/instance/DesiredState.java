package dev.orrery.instance.instance;

import dev.orrery.kit.subgraph.resource.Snapshot;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The field `desired`, which events spell out flat.
record DesiredState(String powerState, int vcpus, int memoryMib) {

  static @Nullable DesiredState of(Snapshot instance) {
    @Nullable Object power = instance.get("desiredPowerState");
    return power != null && instance.get("instanceType") instanceof Map<?, ?> size
        ? new DesiredState(power.toString(), number(size, "vcpus"), number(size, "memoryMib"))
        : null;
  }

  private static int number(Map<?, ?> size, String field) {
    return ((Number) Objects.requireNonNull(size.get(field))).intValue();
  }
}
