package dev.orrery.instance;

import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.Graph;
import dev.orrery.kit.testing.TokensForTests;
import io.restassured.path.json.JsonPath;
import java.util.HashMap;
import java.util.Map;

/// An organization of a test's own with an editor, a size and an image, and the words to order
/// instances.
public record Catalog(Graph editor, String organization, String site, String type, String image) {
  public static final String USER = "user_01h455vb4pex5vsknk084sn02q";

  public static Catalog of(TokensForTests tokens) {
    String organization = id("org");
    Graph editor = Graph.as(tokens.of(USER, Map.of(organization, "EDITOR")));
    Catalog empty = new Catalog(editor, organization, id("site"), "", "");
    return new Catalog(
        editor,
        organization,
        empty.site,
        empty.newType("small", 2, 4096),
        empty.newImage("debian-13"));
  }

  public static String id(String prefix) {
    return TypeId.generate(prefix).toString();
  }

  public String newType(String name, int vcpus, int memoryMib) {
    return create("InstanceType", Map.of("name", name, "vcpus", vcpus, "memoryMib", memoryMib));
  }

  public String newImage(String name) {
    return create(
        "Image",
        Map.of(
            "name",
            name,
            "operatingSystem",
            "debian",
            "operatingSystemVersion",
            "13",
            "architecture",
            "x86_64"));
  }

  public String instance(String name) {
    return instance(name, Map.of());
  }

  public String instance(String name, Map<String, ?> more) {
    return create("Instance", order(name, more));
  }

  public Map<String, Object> order(String name, Map<String, ?> more) {
    Map<String, Object> input =
        new HashMap<>(Map.of("name", name, "site", site, "instanceType", type, "image", image));
    input.putAll(more);
    return input;
  }

  public String create(String kind, Map<String, ?> fields) {
    return mutate("create" + kind, "Create" + kind + "Input", owned(fields)).getString("id");
  }

  public String adopt(Map<String, ?> fields) {
    Map<String, Object> input = new HashMap<>(Map.of("site", site, "vcpus", 4, "memoryMib", 8192));
    input.putAll(fields);
    return mutate("adoptInstance", "AdoptInstanceInput", owned(input)).getString("id");
  }

  public Map<String, Object> owned(Map<String, ?> fields) {
    Map<String, Object> input = new HashMap<>(fields);
    input.put("organization", organization);
    return input;
  }

  /// The resource in the payload.
  public JsonPath mutate(String mutation, String inputType, Map<String, ?> input) {
    String payload =
        mutation.contains("InstanceType")
            ? "instanceType { id version }"
            : mutation.contains("Image")
                ? "image { id version }"
                : "instance { id version status generation desired { powerState } }";
    return editor
        .data(operation(mutation, inputType, payload), Map.of("i", input))
        .setRootPath("data.%s.%s".formatted(mutation, payload.substring(0, payload.indexOf(' '))));
  }

  public String refusal(String mutation, String inputType, Map<String, ?> input) {
    return editor.refusal(operation(mutation, inputType, "__typename"), Map.of("i", input));
  }

  private static String operation(String mutation, String inputType, String selection) {
    return "mutation($i: %s!) { %s(input: $i) { %s } }".formatted(inputType, mutation, selection);
  }

  public JsonPath read(String instance) {
    return editor
        .data(
            """
            query($id: ID!) { instance(id: $id) { id name status version generation management provider providerReference
              deletionRequestedAt site { id } rack { id } prefix { id } instanceType { id name } image { id name }
              desired { powerState vcpus memoryMib }
              observed { powerState hostname addresses vcpus memoryMib operatingSystem message observedAt generation
                interfaces { name mac addresses } } } }
            """,
            Map.of("id", instance))
        .setRootPath("data.instance");
  }

  public int version(String instance) {
    return read(instance).getInt("version");
  }
}
