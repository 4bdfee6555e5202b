package dev.orrery.handlers.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// `desired` of an order of kind compute: `schemas/provider/compute-desired.json`.
public record DesiredCompute(
    String name, Size instanceType, String image, String powerState, List<String> addresses) {

  /// How large it is.
  public record Size(int vcpus, int memoryMib) {}

  /// @throws IllegalArgumentException when the snapshot does not say enough
  public static DesiredCompute of(InstanceSnapshot instance) {
    var type = instance.instanceType();
    if (!type.path("vcpus").isInt() || !type.path("memoryMib").isInt()) {
      throw new IllegalArgumentException(
          "the snapshot of %s does not say how large it is".formatted(instance.id()));
    }
    return new DesiredCompute(
        instance.name(),
        new Size(type.path("vcpus").asInt(), type.path("memoryMib").asInt()),
        image(instance.image()),
        instance.desiredPowerState(),
        List.of());
  }

  /// The same with those addresses.
  public DesiredCompute at(List<String> places) {
    return new DesiredCompute(name, instanceType, image, powerState, places);
  }

  private static String image(JsonNode image) {
    return image.isTextual()
        ? image.asText()
        : image.path("name").asText(image.path("id").asText());
  }
}
