package dev.orrery.ipam;

import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.Graph;
import dev.orrery.kit.testing.TokensForTests;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An organization of its own, and somebody who may change it.
public record Ipam(String organization, Graph editor) {
  public static final String USER = "user_01h455vb4pex5vsknk084sn02q";

  public static Ipam ofANewOrganization(TokensForTests tokens) {
    String organization = TypeId.generate("org").toString();
    return new Ipam(organization, Graph.as(tokens.of(USER, Map.of(organization, "EDITOR"))));
  }

  public String vrf(String name) {
    return make("createVrf", "CreateVrfInput", "vrf", Map.of("name", name));
  }

  public String prefix(String network) {
    return prefix(Map.of("network", network));
  }

  public String prefix(Map<String, ?> fields) {
    return make("createPrefix", "CreatePrefixInput", "prefix", fields);
  }

  public String address(String address) {
    return make("createIpAddress", "CreateIpAddressInput", "ipAddress", Map.of("address", address));
  }

  public JsonPath allocate(Map<String, ?> fields) {
    return ask("allocateIpAddress", "AllocateIpAddressInput", "ipAddress { id address }", fields);
  }

  /// The allocated address, or the refusal's code.
  public String allocateFrom(String prefix) {
    return outcome(allocate(Map.of("prefix", prefix)), "data.allocateIpAddress.ipAddress.address");
  }

  /// The allocated network, or the refusal's code.
  public String allocatePrefix(String parent, int length) {
    return outcome(
        ask(
            "allocatePrefix",
            "AllocatePrefixInput",
            "prefix { network }",
            Map.of("parent", parent, "length", length)),
        "data.allocatePrefix.prefix.network");
  }

  /// The network that was created, or the refusal's code.
  public String tryPrefix(String network) {
    return outcome(
        ask("createPrefix", "CreatePrefixInput", "prefix { network }", Map.of("network", network)),
        "data.createPrefix.prefix.network");
  }

  /// The address that was created, or the refusal's code.
  public String tryAddress(String address) {
    return outcome(
        ask(
            "createIpAddress",
            "CreateIpAddressInput",
            "ipAddress { address }",
            Map.of("address", address)),
        "data.createIpAddress.ipAddress.address");
  }

  /// The code of the refusal of a mutation in this organization.
  public String refusal(String mutation, String inputType, Map<String, ?> fields) {
    return ask(mutation, inputType, "__typename", fields).getString("errors[0].extensions.code");
  }

  /// Deletes whatever has this id, at its present version.
  public void delete(String type, String id) {
    JsonPath deleted = tryDelete(type, id);
    if (deleted.get("errors") != null) {
      throw new AssertionError("errors: " + deleted.get("errors"));
    }
  }

  public JsonPath tryDelete(String type, String id) {
    String field = type.substring(0, 1).toLowerCase() + type.substring(1);
    int version =
        editor
            .data("query($id: ID!) { %s(id: $id) { version } }".formatted(field), Map.of("id", id))
            .getInt(field + ".version");
    return editor.ask(
        "mutation($i: Delete%sInput!) { delete%s(input: $i) { %s { id } } }"
            .formatted(type, type, field),
        Map.of("i", Map.of("id", id, "version", version)));
  }

  /// The tree as text: `10.0.0.0/8(10.1.0.0/16(10.1.2.0/24) 10.2.0.0/16)`; addresses with an `@`.
  public String tree() {
    List<Map<String, Object>> rows = new ArrayList<>();
    rows.addAll(
        editor
            .data(
                "{ prefixes(first: 200, orderBy: [{field: NETWORK}]) { nodes { id network parent { id } ipAddresses(first: 200, orderBy: [{field: ADDRESS}]) { nodes { address } } } } }")
            .getList("prefixes.nodes"));
    return level(rows, null);
  }

  @SuppressWarnings("unchecked")
  private static String level(List<Map<String, Object>> rows, String parent) {
    List<String> texts = new ArrayList<>();
    for (Map<String, Object> row : rows) {
      Map<String, Object> around = (Map<String, Object>) row.get("parent");
      if (around == null ? parent == null : around.get("id").equals(parent)) {
        List<String> inside = new ArrayList<>();
        ((List<Map<String, String>>) ((Map<String, Object>) row.get("ipAddresses")).get("nodes"))
            .forEach(address -> inside.add("@" + address.get("address")));
        String children = level(rows, (String) row.get("id"));
        if (!children.isEmpty()) {
          inside.add(children);
        }
        texts.add(
            inside.isEmpty()
                ? (String) row.get("network")
                : row.get("network") + "(" + String.join(" ", inside) + ")");
      }
    }
    return String.join(" ", texts);
  }

  private String make(String mutation, String inputType, String payload, Map<String, ?> fields) {
    JsonPath answer = ask(mutation, inputType, payload + " { id }", fields);
    if (answer.get("errors") != null) {
      throw new AssertionError("errors: " + answer.get("errors"));
    }
    return answer.getString("data.%s.%s.id".formatted(mutation, payload));
  }

  public JsonPath ask(String mutation, String inputType, String selection, Map<String, ?> fields) {
    Map<String, Object> input = new HashMap<>(fields);
    input.putIfAbsent("organization", organization);
    return editor.ask(
        "mutation($i: %s!) { %s(input: $i) { %s } }".formatted(inputType, mutation, selection),
        Map.of("i", input));
  }

  private static String outcome(JsonPath answer, String path) {
    return answer.get("errors") == null
        ? answer.getString(path)
        : answer.getString("errors[0].extensions.code");
  }
}
