package dev.orrery.laws.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/// Writes down as AsyncAPI 3 what `streams.json` and the JSON Schemas say: each subject is a
/// channel, each type of event a message, and each process sends or receives.
///
/// @param streams the content of `streams.json`
record AsyncApiDocument(JsonNode streams, Contracts contracts) {
  private static final String SCHEMA_FORMAT = "application/schema+json;version=draft-2020-12";
  private static final String HEAD =
      """
      # Generated from streams.json, events/ and provider/. Write it anew:
      # ./mvnw test -pl laws -am -Dtest=AsyncApiTest -Dorrery.write
      """;

  /// What is told on a subject that carries no changes.
  ///
  /// @param messages the contracts of its messages: `provider/order`
  private record Talk(String address, List<String> messages) {}

  private static final Map<String, List<Talk>> TALKS =
      Map.of(
          "WORK",
          List.of(
              new Talk("work.{provider}.{kind}.{verb}.{resource}", List.of("provider/order")),
              new Talk("work.{provider}.{kind}.cancel.{resource}", List.of("provider/cancel"))),
          "REPORTS",
          List.of(new Talk("reports.{provider}.{kind}.{resource}", List.of("provider/report"))),
          "PROVIDERS",
          List.of(
              new Talk("providers.hello.{provider}", List.of("provider/hello")),
              new Talk("providers.heartbeat.{provider}", List.of("provider/heartbeat"))),
          "POLICY",
          List.of(
              new Talk("policy.actions.{service}", List.of("policy/actions")),
              new Talk("policy.organization.{resource}", List.of("policy/organization")),
              new Talk("policy.project.{resource}", List.of("policy/project")),
              new Talk("policy.subject.{resource}", List.of("policy/subject")),
              new Talk("policy.group.{resource}", List.of("policy/group")),
              new Talk("policy.role.{resource}", List.of("policy/role")),
              new Talk("policy.binding.{resource}", List.of("policy/binding"))),
          "AUDIT",
          List.of(
              new Talk("audit.{service}.denied.{organization}", List.of("audit/denied")),
              new Talk("audit.{service}.granted.{organization}", List.of("audit/granted"))),
          "WATCHDOG",
          List.of(new Talk("watchdog.{process}", List.of())),
          "DEADLETTERS",
          List.of(new Talk("deadletters.{consumer}.{original}", List.of())));

  private static final Map<String, String> PARAMETERS =
      Map.of(
          "verb", "What happened, or what shall be done.",
          "organization", "The organization's id, or - for what belongs to none.",
          "resource", "The resource's id.",
          "provider", "The provider's name.",
          "user", "The user's id.",
          "process", "The name of the process.",
          "service", "The service's subgraph.",
          "kind", "What sort of thing the provider makes.",
          "consumer", "Who gave the message up.",
          "original", "The subject that the message came on; it has several tokens.");

  String yaml() {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setWidth(118);
    options.setIndicatorIndent(2);
    options.setIndentWithIndicator(true);
    return HEAD + new Yaml(options).dump(tree());
  }

  Map<String, Object> tree() {
    Map<String, Object> channels = new TreeMap<>();
    Map<String, Object> operations = new TreeMap<>();
    Map<String, Object> messages = new TreeMap<>();
    for (JsonNode stream : streams.path("streams")) {
      String name = stream.path("name").asText();
      List<String> made =
          name.startsWith("CHANGES_")
              ? changes(stream, channels, messages)
              : talk(stream, channels, messages);
      operations(stream, made, channels, operations);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("asyncapi", "3.0.0");
    document.put(
        "info",
        ordered(
            "title",
            "Orrery's events",
            "version",
            "1.0.0",
            "description",
            "Everything that travels over NATS JetStream. docs/events.md explains it; a type of event changes in"
                + " incompatible ways only together with its version.",
            "license",
            ordered("name", "Apache-2.0")));
    document.put("defaultContentType", "application/json");
    document.put(
        "servers",
        Map.of(
            "nats",
            ordered(
                "host", "127.0.0.1:4011",
                "protocol", "nats",
                "description",
                    "A NATS server with JetStream; each process has an account of its own.")));
    document.put("channels", channels);
    document.put("operations", operations);
    document.put("components", Map.of("messages", messages));
    return document;
  }

  /// A channel for each kind of resource in the stream.
  private List<String> changes(
      JsonNode stream, Map<String, Object> channels, Map<String, Object> messages) {
    List<String> made = new ArrayList<>();
    for (JsonNode subject : stream.path("subjects")) {
      String type = subject.asText().split("\\.")[1];
      String file = "events/" + type + ".json";
      JsonNode schema = contracts.files().get(file);
      if (schema == null) {
        throw new IllegalStateException("%s has no contract %s".formatted(subject.asText(), file));
      }
      Map<String, Object> told = new LinkedHashMap<>();
      for (JsonNode event : schema.at("/properties/type/enum")) {
        String message = event.asText().replace("dev.orrery.", "");
        messages.put(
            message, message(message, event.asText(), "application/cloudevents+json", "./" + file));
        told.put(message, reference("#/components/messages/" + message));
      }
      String channel = "changes." + type;
      channels.put(
          channel,
          channel(
              "changes.%s.{verb}.{organization}.{resource}".formatted(type),
              "%s Stream %s."
                  .formatted(schema.path("title").asText() + ".", stream.path("name").asText()),
              told));
      made.add(channel);
    }
    return made;
  }

  private List<String> talk(
      JsonNode stream, Map<String, Object> channels, Map<String, Object> messages) {
    String name = stream.path("name").asText();
    List<Talk> talks = TALKS.get(name);
    if (talks == null) {
      throw new IllegalStateException("nobody said what is told on " + name);
    }
    List<String> made = new ArrayList<>();
    for (Talk talk : talks) {
      Map<String, Object> told = new LinkedHashMap<>();
      for (String contract : talk.messages()) {
        String title = contracts.files().get(contract + ".json").path("title").asText();
        String each = contract.replaceFirst("^provider/", "").replace('/', '.');
        messages.put(each, message(each, title, "application/json", "./" + contract + ".json"));
        told.put(each, reference("#/components/messages/" + each));
      }
      if (told.isEmpty()) {
        String bare = name.toLowerCase(Locale.ROOT);
        messages.put(
            bare,
            ordered(
                "name",
                bare,
                "title",
                stream.path("description").asText(),
                "contentType",
                "application/json"));
        told.put(bare, reference("#/components/messages/" + bare));
      }
      String channel = talk.address().replaceAll("\\.?\\{[a-z]+}", "");
      channel = channel.equals("work") ? "work.order" : channel;
      channels.put(
          channel,
          channel(
              talk.address(),
              "%s Stream %s.".formatted(stream.path("description").asText(), name),
              told));
      made.add(channel);
    }
    return made;
  }

  private static void operations(
      JsonNode stream,
      List<String> made,
      Map<String, Object> channels,
      Map<String, Object> operations) {
    for (String channel : made) {
      for (JsonNode process : stream.path("publishers")) {
        operation(operations, "send", process.asText(), channel);
      }
      for (JsonNode process : stream.path("consumers")) {
        operation(operations, "receive", process.asText(), channel);
      }
    }
    stream
        .path("publishersOf")
        .properties()
        .forEach(subject ->
            made.stream()
                .filter(channel -> lies(subject.getKey(), address(channels.get(channel))))
                .forEach(channel ->
                    subject
                        .getValue()
                        .forEach(
                            process -> operation(operations, "send", process.asText(), channel))));
  }

  private static String address(Object channel) {
    return String.valueOf(((Map<?, ?>) channel).get("address"));
  }

  /// Whether a subject that somebody may publish to is one of an address.
  private static boolean lies(String subject, String address) {
    String[] tokens = subject.split("\\.");
    String[] parts = address.split("\\.");
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i].equals(">")) {
        return true;
      }
      if (i == parts.length || !(parts[i].startsWith("{") || parts[i].equals(tokens[i]))) {
        return false;
      }
    }
    return tokens.length == parts.length;
  }

  private static void operation(
      Map<String, Object> operations, String action, String process, String channel) {
    operations.put(
        "%s.%s.%s".formatted(process, action, channel),
        ordered("action", action, "channel", reference("#/channels/" + channel)));
  }

  private static Map<String, Object> channel(
      String address, String description, Map<String, Object> messages) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    for (String token : address.split("\\.")) {
      if (token.startsWith("{")) {
        String name = token.substring(1, token.length() - 1);
        parameters.put(name, ordered("description", PARAMETERS.get(name)));
      }
    }
    return ordered(
        "address", address,
        "description", description,
        "messages", messages,
        "parameters", parameters);
  }

  private static Map<String, Object> message(
      String name, String title, String contentType, String schema) {
    return ordered(
        "name", name,
        "title", title,
        "contentType", contentType,
        "payload", ordered("schemaFormat", SCHEMA_FORMAT, "schema", reference(schema)));
  }

  private static Map<String, Object> reference(String target) {
    return ordered("$ref", target);
  }

  private static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
