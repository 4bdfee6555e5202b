package dev.orrery.instance.instance;

import dev.orrery.instance.graphql.types.PowerState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How an instance was last seen; absent is what nobody said.
///
/// @param addresses canonical (RFC 5952), without prefix length
/// @param message what the provider said last, for people
/// @param observedAt when something new was last seen
/// @param generation of the desired state that the provider spoke of
record Observation(
    @Nullable PowerState powerState,
    @Nullable String hostname,
    List<String> addresses,
    @Nullable Integer vcpus,
    @Nullable Integer memoryMib,
    @Nullable String operatingSystem,
    List<NetworkInterface> interfaces,
    @Nullable String message,
    Instant observedAt,
    @Nullable Integer generation) {

  Observation {
    addresses = List.copyOf(addresses);
    interfaces = List.copyOf(interfaces);
  }

  /// A network interface as it was found.
  record NetworkInterface(String name, @Nullable String mac, List<String> addresses) {
    NetworkInterface {
      addresses = List.copyOf(addresses);
    }

    private Map<String, @Nullable Object> values() {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      values.put("name", name);
      values.put("mac", mac);
      values.put("addresses", addresses);
      return values;
    }

    private static NetworkInterface of(Object values) {
      Map<?, ?> map = (Map<?, ?>) values;
      return new NetworkInterface(
          String.valueOf(map.get("name")), text(map, "mac"), texts(map, "addresses"));
    }
  }

  /// Before anything was seen.
  static Observation nothing(Instant at) {
    return new Observation(null, null, List.of(), null, null, null, List.of(), null, at, null);
  }

  /// What is known of a machine that is not there any more.
  Observation absent() {
    return new Observation(
        null,
        hostname,
        List.of(),
        vcpus,
        memoryMib,
        operatingSystem,
        List.of(),
        message,
        observedAt,
        generation);
  }

  Observation saying(@Nullable String words) {
    return new Observation(
        powerState,
        hostname,
        addresses,
        vcpus,
        memoryMib,
        operatingSystem,
        interfaces,
        words,
        observedAt,
        generation);
  }

  Observation at(Instant moment, @Nullable Integer ofGeneration) {
    return new Observation(
        powerState,
        hostname,
        addresses,
        vcpus,
        memoryMib,
        operatingSystem,
        interfaces,
        message,
        moment,
        ofGeneration);
  }

  /// The JSON that is kept and shown.
  @SuppressWarnings("NullAway") // Hibernate's JSON maps do not say that a value may be null
  Map<String, Object> values() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("powerState", powerState == null ? null : powerState.name());
    values.put("hostname", hostname);
    values.put("addresses", addresses);
    values.put("vcpus", vcpus);
    values.put("memoryMib", memoryMib);
    values.put("operatingSystem", operatingSystem);
    values.put("interfaces", interfaces.stream().map(NetworkInterface::values).toList());
    values.put("message", message);
    values.put("observedAt", observedAt.toString());
    values.put("generation", generation);
    return values;
  }

  static Observation of(Map<String, Object> values) {
    @Nullable String power = text(values, "powerState");
    return new Observation(
        power == null ? null : PowerState.valueOf(power),
        text(values, "hostname"),
        texts(values, "addresses"),
        number(values, "vcpus"),
        number(values, "memoryMib"),
        text(values, "operatingSystem"),
        ((List<?>) Objects.requireNonNull(values.get("interfaces")))
            .stream().map(found -> NetworkInterface.of(Objects.requireNonNull(found))).toList(),
        text(values, "message"),
        Instant.parse(Objects.requireNonNull(text(values, "observedAt"))),
        number(values, "generation"));
  }

  private static @Nullable String text(Map<?, ?> values, String field) {
    return (String) values.get(field);
  }

  private static @Nullable Integer number(Map<?, ?> values, String field) {
    @Nullable Number number = (Number) values.get(field);
    return number == null ? null : number.intValue();
  }

  private static List<String> texts(Map<?, ?> values, String field) {
    return ((List<?>) Objects.requireNonNull(values.get(field)))
        .stream().map(String::valueOf).toList();
  }
}
