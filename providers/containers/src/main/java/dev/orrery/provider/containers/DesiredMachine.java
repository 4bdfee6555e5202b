package dev.orrery.provider.containers;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `schemas/provider/compute-desired.json`.
record DesiredMachine(
    String name,
    InstanceType instanceType,
    String image,
    PowerState powerState,
    List<String> addresses) {
  DesiredMachine(
      String name,
      InstanceType instanceType,
      String image,
      PowerState powerState,
      @Nullable List<String> addresses) {
    this.name = Objects.requireNonNull(name, "name");
    this.instanceType = Objects.requireNonNull(instanceType, "instanceType");
    this.image = Objects.requireNonNull(image, "image");
    this.powerState = Objects.requireNonNull(powerState, "powerState");
    this.addresses = addresses == null ? List.of() : List.copyOf(addresses);
  }
}
