package dev.orrery.exams.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orrery.exams.Eventually;
import dev.orrery.exams.House;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// An organization with something of everything, its people, and others who have no business there.
final class Acme {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BUILT_IN_VIEWER = "role_0000000000e008000000000001";

  private static final String BUILT_IN_EDITOR = "role_0000000000e008000000000002";

  /// What a provider is shown, by the prefixes of ids. What it does, it does by orders and reports.
  private static final Map<String, String> SHOWN_TO_PROVIDERS =
      Map.ofEntries(
          Map.entry("reg", "region"),
          Map.entry("site", "site"),
          Map.entry("room", "room"),
          Map.entry("rack", "rack"),
          Map.entry("vrf", "vrf"),
          Map.entry("pfx", "prefix"),
          Map.entry("ip", "ipaddress"),
          Map.entry("itype", "instancetype"),
          Map.entry("img", "image"),
          Map.entry("inst", "instance"),
          Map.entry("job", "job"),
          Map.entry("rec", "reconciliation"));

  private final HttpClient http = HttpClient.newHttpClient();
  private final House house;
  private final Map<Person, String> tokens = new EnumMap<>(Person.class);
  private final AtomicInteger counter = new AtomicInteger();
  private final Map<String, Supplier<Map<String, Object>>> inputs = new LinkedHashMap<>();
  private final Map<String, String> shared = new HashMap<>();

  final String organization;

  /// Where owner, editor and viewer are members as well.
  private final String laboratory;

  Acme(House house) {
    this.house = house;
    tokens.put(Person.OPERATOR, house.tokens().operator());
    organization = make("Organization", Map.of("name", "Acme"));
    laboratory = make("Organization", Map.of("name", "Acme Labs"));
    hire(Person.OWNER, "OWNER");
    hire(Person.EDITOR, "EDITOR");
    hire(Person.VIEWER, "VIEWER");
    String former = user(organization, "EDITOR", Person.FORMER);
    change(
        "removeMembership",
        "RemoveMembershipInput",
        "user { id }",
        "user",
        former,
        Map.of("organization", organization));
    user(make("Organization", Map.of("name", "Globex")), "OWNER", Person.STRANGER);
    user(make("Organization", Map.of("name", "Initech")), "VIEWER", Person.NEIGHBOUR);
    giveProject(me(Person.NEIGHBOUR));
    tokens.put(Person.PROVIDER, ofProvider());
    tokens.put(Person.EXPIRED, new SignedByTheHouse(house).expired(tokens.get(Person.OWNER)));
    String editor = tokens.get(Person.EDITOR);
    tokens.put(Person.FORGER, editor.substring(0, editor.length() - 8) + "AAAAAAAA");
    describe();
    make("Prefix", with("network", "172.16.0.0/12"));
  }

  private void hire(Person person, String role) {
    String id = user(organization, role, person);
    change(
        "addMembership",
        "AddMembershipInput",
        "user { id }",
        "user",
        id,
        Map.of("organization", laboratory, "role", role));
  }

  private void giveProject(String user) {
    String project =
        make("Project", Map.of("organization", organization, "name", "Another project"));
    make(
        "Binding",
        Map.of(
            "organization", organization,
            "project", project,
            "subject", user,
            "role", BUILT_IN_EDITOR));
  }

  private String ofProvider() {
    String account =
        make(
            "ServiceAccount",
            Map.of("organization", organization, "name", "a provider", "providerAccount", true));
    String role =
        make(
            "Role",
            Map.of(
                "organization",
                organization,
                "name",
                "what a provider makes real",
                "forProviders",
                true,
                "actions",
                SHOWN_TO_PROVIDERS.values().stream().map(type -> type + ".read").toList()));
    make("Binding", Map.of("organization", organization, "subject", account, "role", role));
    JsonNode secret =
        ask(
                Person.OPERATOR,
                Call.mutation(
                    "createServiceAccountSecret",
                    "CreateServiceAccountSecretInput",
                    "secret",
                    Map.of("serviceAccount", account)))
            .at("/data/createServiceAccountSecret/secret");
    return house.tokens().of(account, secret.asText());
  }

  /// Whether the account of the provider has been given to read what has that id.
  static boolean isShownToProviders(String id) {
    return SHOWN_TO_PROVIDERS.containsKey(id.substring(0, id.indexOf('_')));
  }

  private String user(String home, String role, Person person) {
    String email =
        "%s-%s@acme.example"
            .formatted(person, UUID.randomUUID())
            .toLowerCase(java.util.Locale.ROOT);
    String id =
        make(
            "User", Map.of("organization", home, "name", "Somebody", "email", email, "role", role));
    tokens.put(person, house.tokens().user(email));
    return id;
  }

  /// What it takes to create one of each type.
  private void describe() {
    inputs.put("Region", () -> named());
    inputs.put("Site", () -> named("region", one("Region")));
    inputs.put("Room", () -> named("site", one("Site")));
    inputs.put("Rack", () -> named("room", one("Room")));
    inputs.put("Vrf", () -> named());
    inputs.put(
        "Prefix", () -> with("network", "10.%d.%d.0/24".formatted(next() / 250, next() % 250)));
    inputs.put(
        "IpAddress",
        () -> with("address", "172.16.%d.%d".formatted(next() / 250, 1 + next() % 250)));
    inputs.put("InstanceType", () -> named("vcpus", 1, "memoryMib", 512));
    inputs.put(
        "Image",
        () ->
            named(
                "operatingSystem",
                "Debian",
                "operatingSystemVersion",
                "13",
                "architecture",
                "x86_64"));
    inputs.put(
        "Instance",
        () ->
            named("instanceType", one("InstanceType"), "image", one("Image"), "site", one("Site")));
    inputs.put("Secret", () -> named("provider", "simulator", "value", "do-not-tell"));
    inputs.put(
        "TrustedIssuer",
        () ->
            named("issuer", "https://sso-%d.example.com".formatted(next()), "audience", "orrery"));
    inputs.put("Project", () -> named());
    inputs.put("Group", () -> named());
    inputs.put("Role", () -> named("actions", List.of()));
    inputs.put("ServiceAccount", () -> named());
    inputs.put("Binding", () -> with("subject", fresh("ServiceAccount"), "role", BUILT_IN_VIEWER));
    inputs.put(
        "Invitation",
        () ->
            with(
                "email",
                "%s@globex.example".formatted(UUID.randomUUID()),
                "role",
                BUILT_IN_VIEWER,
                "expiresAt",
                Instant.now().plusSeconds(3600).toString()));
    inputs.put(
        "User",
        () -> named("email", "%s@acme.example".formatted(UUID.randomUUID()), "role", "VIEWER"));
    inputs.put(
        "Organization",
        () -> new HashMap<>(Map.of("name", "Part " + next(), "parent", organization)));
  }

  int next() {
    return counter.incrementAndGet();
  }

  private Map<String, Object> named(Object... more) {
    Map<String, Object> input = with(more);
    input.put("name", "thing-" + next());
    return input;
  }

  Map<String, Object> with(Object... more) {
    Map<String, Object> input = new HashMap<>();
    input.put("organization", organization);
    for (int i = 0; i < more.length; i += 2) {
      input.put((String) more[i], more[i + 1]);
    }
    return input;
  }

  boolean knows(String type) {
    return inputs.containsKey(type);
  }

  /// The input that creates one of a type.
  Map<String, Object> input(String type) {
    return inputs.get(type).get();
  }

  /// One that stays, for others to refer to.
  String one(String type) {
    String known = shared.get(type);
    if (known != null) {
      return known;
    }
    String made = fresh(type);
    shared.put(type, made);
    return made;
  }

  /// A new one of Acme's.
  String fresh(String type) {
    if (type.equals("Organization")) {
      return staffed();
    }
    return make(type, input(type));
  }

  /// An organization with the same owner, editor and viewer.
  private String staffed() {
    String id = make("Organization", Map.of("name", "Part " + next()));
    for (Person person : new Person[] {Person.OWNER, Person.EDITOR, Person.VIEWER}) {
      change(
          "addMembership",
          "AddMembershipInput",
          "user { id }",
          "user",
          me(person),
          Map.of("organization", id, "role", person.name()));
    }
    return id;
  }

  private String me(Person person) {
    return ask(person, new Call("{ viewer { id } }", Map.of()))
        .path("data")
        .path("viewer")
        .path("id")
        .asText();
  }

  /// A user whom Acme's people know from the laboratory, and who is no member of Acme.
  String colleague() {
    Map<String, Object> input = input("User");
    input.put("organization", laboratory);
    return make("User", input);
  }

  /// The job of a new instance.
  String job() {
    return following("jobs", fresh("Instance"));
  }

  /// A new instance that has a job.
  String worked() {
    String instance = fresh("Instance");
    following("jobs", instance);
    return instance;
  }

  /// The reconciliation of a new instance.
  String reconciliation() {
    return following("reconciliations", fresh("Instance"));
  }

  /// A new instance that has a reconciliation.
  String reconciled() {
    String instance = fresh("Instance");
    following("reconciliations", instance);
    return instance;
  }

  /// What event-handlers made because of an instance.
  private String following(String list, String instance) {
    Call call =
        new Call(
            "query($id: ID!) { %s(where: {instance: {eq: $id}}) { nodes { id } } }".formatted(list),
            Map.of("id", instance));
    return Eventually.answers(
        Duration.ofSeconds(20),
        () -> {
          JsonNode found =
              ask(Person.OPERATOR, call).path("data").path(list).path("nodes").path(0).path("id");
          return found.isMissingNode() ? null : found.asText();
        });
  }

  /// A new personal access token of the viewer's.
  String personalAccessToken() {
    return made(
        ask(
            Person.VIEWER,
            Call.mutation(
                "createPersonalAccessToken",
                "CreatePersonalAccessTokenInput",
                "personalAccessToken { id }",
                personalAccessToken(next()))),
        "createPersonalAccessToken",
        "personalAccessToken");
  }

  /// A new secret of a service account; of one that never was, a made-up id.
  String secretOf(String account) {
    return ask(
            Person.OPERATOR,
            Call.mutation(
                "createServiceAccountSecret",
                "CreateServiceAccountSecretInput",
                "id",
                Map.of("serviceAccount", account)))
        .path("data")
        .path("createServiceAccountSecret")
        .path("id")
        .asText("sasec_01h455vb4pex5vsknk084sn02q");
  }

  static Map<String, Object> personalAccessToken(int number) {
    return Map.of("name", "token-" + number, "actions", List.of("*.read"));
  }

  String provider() {
    return ask(Person.OPERATOR, new Call("{ providers { nodes { id } } }", Map.of()))
        .path("data")
        .path("providers")
        .path("nodes")
        .path(0)
        .path("id")
        .asText();
  }

  /// A free block, for what is taken out of it.
  String pool() {
    return one("Prefix");
  }

  /// An operator's doing.
  private String make(String type, Map<String, ?> input) {
    String field = Character.toLowerCase(type.charAt(0)) + type.substring(1);
    JsonNode answer =
        ask(
            Person.OPERATOR,
            Call.mutation(
                "create" + type, "Create%sInput".formatted(type), field + " { id }", input));
    return made(answer, "create" + type, field);
  }

  private static String made(JsonNode answer, String mutation, String field) {
    JsonNode id = answer.path("data").path(mutation).path(field).path("id");
    if (!id.isTextual()) {
      throw new AssertionError("no %s could be made: %s".formatted(field, answer));
    }
    return id.asText();
  }

  private void change(
      String field,
      String inputType,
      String selection,
      String kind,
      String id,
      Map<String, ?> more) {
    JsonNode answer =
        ask(Person.OPERATOR, Call.mutation(field, inputType, selection, versioned(kind, id, more)));
    if (answer.has("errors")) {
      throw new AssertionError("%s failed: %s".formatted(field, answer));
    }
  }

  /// The input of a change of what is there, at the version it has now; of what is not, at 1.
  Map<String, Object> versioned(String rootField, String id, Map<String, ?> more) {
    Map<String, Object> input = new HashMap<>(more);
    input.put("id", id);
    input.put(
        "version",
        ask(
                Person.OPERATOR,
                new Call(
                    "query($id: ID!) { %s(id: $id) { version } }".formatted(rootField),
                    Map.of("id", id)))
            .path("data")
            .path(rootField)
            .path("version")
            .asInt(1));
    return input;
  }

  JsonNode ask(Person person, Call call) {
    return ask(house.endpoint("GATEWAY"), person, call);
  }

  /// Asks a subgraph itself, past the gateway.
  JsonNode askSubgraph(String process, Person person, Call call) {
    return ask(house.endpoint(process), person, call);
  }

  private JsonNode ask(URI endpoint, Person person, Call call) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    JSON.valueToTree(
                            Map.of("query", call.operation(), "variables", call.variables()))
                        .toString()));
    if (person != Person.NOBODY) {
      request.header("Authorization", "Bearer " + tokens.get(person));
    }
    try {
      return JSON.readTree(http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
