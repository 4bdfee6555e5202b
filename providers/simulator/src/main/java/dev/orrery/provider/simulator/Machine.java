package dev.orrery.provider.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A thing in the simulator's world.
///
/// @param settledAt until then the machine is still on its way to this state
/// @param lastAction operation whose action was the last one done here
record Machine(
    String resourceId,
    String name,
    InstanceType instanceType,
    String image,
    PowerState powerState,
    List<String> addresses,
    Instant settledAt,
    @Nullable String lastAction) {

  static Machine of(String resourceId, DesiredMachine desired, Instant settledAt) {
    return new Machine(
        resourceId,
        desired.name(),
        desired.instanceType(),
        desired.image(),
        desired.powerState(),
        desired.addresses(),
        settledAt,
        null);
  }

  boolean matches(DesiredMachine desired) {
    return desired.equals(new DesiredMachine(name, instanceType, image, powerState, addresses));
  }

  Machine becoming(DesiredMachine desired, Instant when) {
    return new Machine(
        resourceId,
        desired.name(),
        desired.instanceType(),
        desired.image(),
        desired.powerState(),
        desired.addresses(),
        when,
        lastAction);
  }

  /// Started when it was stopped, stopped when it ran.
  Machine flipped() {
    return new Machine(
        resourceId,
        name,
        instanceType,
        image,
        powerState == PowerState.RUNNING ? PowerState.STOPPED : PowerState.RUNNING,
        addresses,
        settledAt,
        lastAction);
  }

  Machine after(String action) {
    return new Machine(
        resourceId, name, instanceType, image, powerState, addresses, settledAt, action);
  }

  Duration untilSettled(Instant now) {
    return now.isBefore(settledAt) ? Duration.between(now, settledAt) : Duration.ZERO;
  }

  ObservedMachine observed() {
    return new ObservedMachine(
        powerState,
        addresses,
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-"),
        name,
        instanceType,
        image,
        "sim-" + resourceId.substring(resourceId.length() - 12));
  }
}
