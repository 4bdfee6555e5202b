package dev.orrery.provider.containers;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.HostConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A container as the engine describes it.
///
/// @param ours whether this provider made it
/// @param name of the instance
/// @param type what it is limited to; 0 where it is not
/// @param image as the record calls it, when this provider made it
/// @param startedAt as the engine writes it; empty when it never ran
/// @param finishedAt when it last ended
record Found(
    String id,
    boolean ours,
    Map<String, String> labels,
    String name,
    String hostname,
    InstanceType type,
    String image,
    PowerState powerState,
    List<String> addresses,
    String startedAt,
    String finishedAt,
    int exitCode) {
  private static final Duration NEVER = Duration.ofSeconds(-1);
  private static final long MEBIBYTE = 1024 * 1024;
  private static final double NANO = 1e9;

  static Found of(InspectContainerResponse container, String provider) {
    var config = Objects.requireNonNull(container.getConfig());
    var state = Objects.requireNonNull(container.getState());
    var labels = Objects.requireNonNullElse(config.getLabels(), Map.<String, String>of());
    boolean runs = Boolean.TRUE.equals(state.getRunning());
    var exit = state.getExitCodeLong();
    return new Found(
        container.getId(),
        provider.equals(labels.get(Labels.PROVIDER)),
        labels,
        labels.getOrDefault(Labels.NAME, container.getName().replaceFirst("^/", "")),
        Objects.requireNonNullElse(config.getHostName(), ""),
        type(container.getHostConfig()),
        labels.getOrDefault(
            Labels.IMAGE, Objects.requireNonNullElse(config.getImage(), container.getImageId())),
        runs ? PowerState.RUNNING : PowerState.STOPPED,
        runs ? actual(container) : promised(labels),
        Objects.requireNonNullElse(state.getStartedAt(), ""),
        Objects.requireNonNullElse(state.getFinishedAt(), ""),
        exit == null ? 0 : exit.intValue());
  }

  private static InstanceType type(@Nullable HostConfig limits) {
    if (limits == null) {
      return new InstanceType(0, 0);
    }
    var quota = limits.getCpuQuota();
    var period = limits.getCpuPeriod();
    var nano = limits.getNanoCPUs();
    double cpus = 0;
    if (quota != null && quota > 0) {
      cpus = (double) quota / (period == null || period == 0 ? 100_000 : period);
    } else if (nano != null) {
      cpus = nano / NANO;
    }
    var memory = limits.getMemory();
    return new InstanceType((int) Math.round(cpus), memory == null ? 0 : (int) (memory / MEBIBYTE));
  }

  private static List<String> actual(InspectContainerResponse container) {
    var settings = container.getNetworkSettings();
    var addresses = new ArrayList<String>();
    if (settings != null && settings.getNetworks() != null) {
      for (ContainerNetwork network : settings.getNetworks().values()) {
        add(addresses, network.getIpAddress());
        add(addresses, network.getGlobalIPv6Address());
      }
    }
    return List.copyOf(addresses);
  }

  private static void add(List<String> addresses, @Nullable String address) {
    if (address != null && !address.isEmpty()) {
      addresses.add(address);
    }
  }

  /// A container that does not run has no address; it gets these once it does.
  private static List<String> promised(Map<String, String> labels) {
    return Arrays.stream(labels.getOrDefault(Labels.ADDRESSES, "").split(","))
        .filter(address -> !address.isEmpty())
        .toList();
  }

  /// Whether all but the power state is as desired.
  boolean isMadeAs(DesiredMachine desired) {
    return name.equals(desired.name())
        && type.equals(desired.instanceType())
        && image.equals(desired.image())
        && sorted(addresses).equals(sorted(desired.addresses()));
  }

  private static List<String> sorted(List<String> texts) {
    return texts.stream().sorted().toList();
  }

  /// How long it has been running; negative when it does not run, or its engine's clock is ahead.
  Duration age(Instant now) {
    return powerState == PowerState.RUNNING ? Duration.between(moment(startedAt), now) : NEVER;
  }

  /// Whether it was started not long ago and ended sooner than `settled`.
  boolean endedAtOnce(Duration settled, Duration longAgo, Instant now) {
    return powerState == PowerState.STOPPED
        && !startedAt.isEmpty()
        && moment(startedAt).isAfter(now.minus(longAgo))
        && Duration.between(moment(startedAt), moment(finishedAt)).compareTo(settled) < 0;
  }

  /// Whether it was to run from the beginning and never did.
  boolean isHalfMade() {
    return PowerState.RUNNING.name().equals(labels.get(Labels.POWER_STATE))
        && !moment(startedAt).isAfter(Instant.EPOCH);
  }

  private static Instant moment(String text) {
    return text.isEmpty() ? Instant.EPOCH : OffsetDateTime.parse(text).toInstant();
  }

  ObservedMachine observed() {
    return new ObservedMachine(powerState, addresses, hostname, name, type, image, id);
  }
}
