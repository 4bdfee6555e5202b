package dev.orrery.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.launcher.graph.GraphClient;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Records the machine that the demo runs on: an adopted instance with its networks and addresses.
final class MachineChapter {
  private final Story story;
  private final GraphClient graph;
  private final String organization;
  private final String site;

  MachineChapter(Story story, GraphClient graph, String organization, String site) {
    this.story = story;
    this.graph = graph;
    this.organization = organization;
    this.site = site;
  }

  void tell() {
    story.chapter("This very machine");
    ThisMachine machine = ThisMachine.look();
    story.line(
        "%s: %d processors, %d MiB, %s"
            .formatted(
                machine.hostname(),
                machine.processors(),
                machine.memoryMib(),
                machine.operatingSystem()));
    machine
        .interfaces()
        .forEach(network ->
            story.line("%s %s".formatted(network.name(), String.join(" ", network.addresses()))));
    String instance = adopted(machine);
    String vrf =
        graph
            .ask(
                "mutation($input: CreateVrfInput!) { createVrf(input: $input) { vrf { id } } }",
                Map.of(
                    "input",
                    Map.of(
                        "organization", organization,
                        "name", "inside " + machine.hostname(),
                        "idempotencyKey", "demo-vrf-" + machine.hostname())))
            .path("createVrf")
            .path("vrf")
            .path("id")
            .asText();
    List<Map<String, String>> networks =
        machine.networks().stream().map(network -> Map.of("network", network, "vrf", vrf)).toList();
    graph.ask(
        "mutation($input: ImportPrefixesInput!) { importPrefixes(input: $input) { created } }",
        Map.of("input", Map.of("organization", organization, "prefixes", networks)));
    machine.interfaces().stream()
        .flatMap(network -> network.addresses().stream())
        .map(address -> address.substring(0, address.indexOf('/')))
        .distinct()
        .forEach(address -> address(vrf, instance, address));
    story.line(
        "recorded as %s, an adopted instance, with its networks and addresses".formatted(instance));
  }

  private String adopted(ThisMachine machine) {
    JsonNode known =
        graph
            .ask(
                """
                query($organization: ID!, $name: String!) {
                  instances(where: {organization: {eq: $organization}, name: {eq: $name}}, labels: "adopted-by=demo") {
                    nodes { id }
                  }
                }
                """,
                Map.of("organization", organization, "name", machine.hostname()))
            .path("instances")
            .path("nodes");
    if (!known.isEmpty()) {
      return known.path(0).path("id").asText();
    }
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("organization", organization);
    input.put("name", machine.hostname());
    input.put("hostname", machine.hostname());
    input.put("site", site);
    input.put("vcpus", machine.processors());
    input.put("memoryMib", machine.memoryMib());
    input.put("operatingSystem", machine.operatingSystem());
    input.put("labels", Map.of("adopted-by", "demo"));
    input.put("interfaces", machine.interfaces().stream().map(MachineChapter::found).toList());
    return graph
        .ask(
            "mutation($input: AdoptInstanceInput!) { adoptInstance(input: $input) { instance { id } } }",
            Map.of("input", input))
        .path("adoptInstance")
        .path("instance")
        .path("id")
        .asText();
  }

  /// An interface without hardware, such as the loopback, has no hardware address.
  private static Map<String, Object> found(ThisMachine.Interface network) {
    Map<String, Object> found = new HashMap<>();
    found.put("name", network.name());
    found.put("addresses", network.addresses());
    if (network.mac().contains(":")) {
      found.put("mac", network.mac());
    }
    return found;
  }

  private void address(String vrf, String instance, String address) {
    graph.ask(
        "mutation($input: CreateIpAddressInput!) { createIpAddress(input: $input) { ipAddress { id } } }",
        Map.of(
            "input",
            Map.of(
                "organization", organization,
                "address", address,
                "vrf", vrf,
                "instance", instance,
                "idempotencyKey", "demo-address-" + instance + "-" + address)));
  }
}
