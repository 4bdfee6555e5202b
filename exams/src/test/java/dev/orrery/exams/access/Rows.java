package dev.orrery.exams.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// A row for every root field of the graph: those that follow its conventions are made from the
/// schema, the others are written here.
final class Rows {
  private static final Call SCHEMA =
      new Call(
          """
          { __schema { types { name fields { name type { ...T } } } } }
          fragment T on __Type { name ofType { name ofType { name ofType { name } } } }
          """,
          Map.of());

  private final Acme acme;
  private final Map<String, Row> written = new LinkedHashMap<>();

  Rows(Acme acme) {
    this.acme = acme;
    query("viewer", Rule.ANYBODY, _ -> new Call("{ viewer { id } }", Map.of()));
    write("node", Rule.READ, "Site", id -> Call.byId("node", id));
    write(
        "nodes",
        Rule.READ,
        "Site",
        id -> new Call("query($id: ID!) { nodes(ids: [$id]) { id } }", Map.of("id", id)));
    written.put("job", new Row("job", Rule.READ, acme::job, id -> Call.byId("job", id)));
    written.put("jobs", new Row("jobs", Rule.READ, acme::job, id -> listed("jobs", id)));
    written.put(
        "cancelJob",
        new Row(
            "cancelJob",
            Rule.EDIT,
            acme::job,
            id -> Call.mutation("cancelJob", "CancelJobInput", "job { id }", Map.of("id", id))));
    written.put(
        "reconciliation",
        new Row(
            "reconciliation",
            Rule.READ,
            acme::reconciliation,
            id -> Call.byId("reconciliation", id)));
    written.put(
        "reconciliations",
        new Row(
            "reconciliations",
            Rule.READ,
            acme::reconciliation,
            id -> listed("reconciliations", id)));
    written.put(
        "correctDrift",
        new Row(
            "correctDrift",
            Rule.EDIT,
            acme::reconciliation,
            id ->
                Call.mutation(
                    "correctDrift", "CorrectDriftInput", "reconciliation { id }", Map.of("id", id)),
            "not DRIFTED|a job is changing"));
    written.put(
        "setReconciliationPolicy",
        new Row(
            "setReconciliationPolicy",
            Rule.EDIT,
            acme::reconciled,
            id ->
                Call.mutation(
                    "setReconciliationPolicy",
                    "SetReconciliationPolicyInput",
                    "reconciliation { id }",
                    Map.of("instance", id, "policy", "ALERT"))));
    written.put(
        "retryJob",
        new Row(
            "retryJob",
            Rule.EDIT,
            acme::job,
            id -> Call.mutation("retryJob", "RetryJobInput", "job { id }", Map.of("id", id))));
    written.put(
        "prioritizeJob",
        new Row(
            "prioritizeJob",
            Rule.EDIT,
            acme::job,
            id ->
                Call.mutation(
                    "prioritizeJob",
                    "PrioritizeJobInput",
                    "job { id }",
                    Map.of("id", id, "priority", 60))));
    written.put(
        "abandonInstance",
        new Row(
            "abandonInstance",
            Rule.OWN,
            acme::worked,
            id ->
                Call.mutation(
                    "abandonInstance",
                    "AbandonInstanceInput",
                    "job { id }",
                    Map.of("instance", id, "reason", "its provider is gone")),
            "is not being removed"));
    write(
        "updateSecret",
        Rule.EDIT,
        "Secret",
        id ->
            Call.mutation(
                "updateSecret",
                "UpdateSecretInput",
                "secret { id }",
                acme.versioned("secret", id, Map.of("value", "do-not-tell"))));
    // A provider serves everybody unless it says whom.
    written.put(
        "provider",
        new Row("provider", Rule.ANYBODY, acme::provider, id -> Call.byId("provider", id)));
    written.put(
        "providers",
        new Row("providers", Rule.ANYBODY, acme::provider, id -> listed("providers", id)));
    transition("startInstance");
    transition("stopInstance");
    in(
        "importSites",
        Rule.EDIT,
        "ImportSitesInput",
        "created",
        Map.of("sites", List.of(Map.of("name", "imported", "regions", List.of("Europe")))));
    in(
        "importPrefixes",
        Rule.EDIT,
        "ImportPrefixesInput",
        "created",
        Map.of("prefixes", List.of(Map.of("network", "192.168.7.0/24"))));
    in(
        "adoptInstance",
        Rule.EDIT,
        "AdoptInstanceInput",
        "instance { id }",
        () ->
            Map.of(
                "name",
                "old-" + acme.next(),
                "site",
                acme.one("Site"),
                "vcpus",
                1,
                "memoryMib",
                512));
    in(
        "allocatePrefix",
        Rule.EDIT,
        "AllocatePrefixInput",
        "prefix { id }",
        () -> Map.of("parent", acme.fresh("Prefix"), "length", 28));
    in(
        "allocateIpAddress",
        Rule.EDIT,
        "AllocateIpAddressInput",
        "ipAddress { id }",
        () -> Map.of("prefix", acme.pool()));
    write(
        "releaseIpAddress",
        Rule.EDIT,
        "IpAddress",
        id ->
            Call.mutation(
                "releaseIpAddress",
                "DeleteIpAddressInput",
                "ipAddress { id }",
                acme.versioned("ipAddress", id, Map.of())));
    membership(
        "addMembership",
        "AddMembershipInput",
        true,
        Map.of("organization", acme.organization, "role", "VIEWER"));
    membership(
        "changeMembership",
        "ChangeMembershipInput",
        false,
        Map.of("organization", acme.organization, "role", "EDITOR"));
    membership(
        "removeMembership",
        "RemoveMembershipInput",
        false,
        Map.of("organization", acme.organization));
    groupMembers("addGroupMembers", "AddGroupMembersInput");
    groupMembers("removeGroupMembers", "RemoveGroupMembersInput");
    query("actions", Rule.ANYBODY, _ -> new Call("{ actions { name } }", Map.of()));
    query(
        "previewOrganizationMove",
        Rule.OWN,
        id ->
            new Call(
                "query($id: ID!) { previewOrganizationMove(organization: $id) { refusal } }",
                Map.of("id", id)));
    query(
        "why",
        Rule.OWN,
        id ->
            new Call(
                "query($id: ID!, $s: ID!) { why(subject: $s, action: \"site.read\", organization: $id) { granted } }",
                Map.of("id", id, "s", acme.one("ServiceAccount"))));
    query(
        "whoCan",
        Rule.OWN,
        id ->
            new Call(
                "query($id: ID!) { whoCan(action: \"site.read\", organization: $id) { subject } }",
                Map.of("id", id)));
    // Whoever has no secret learns nothing, whoever that is.
    written.put(
        "acceptInvitation",
        new Row(
            "acceptInvitation",
            Rule.SECRET,
            () -> acme.organization,
            _ ->
                Call.mutation(
                    "acceptInvitation",
                    "AcceptInvitationInput",
                    "invitation { id }",
                    Map.of("secret", "none"))));
    // For oneself everybody may; for somebody else only an operator.
    write(
        "issueToken",
        Rule.OPERATE,
        "User",
        id -> Call.mutation("issueToken", "IssueTokenInput", "expiresAt", Map.of("user", id)));
    write(
        "setPassword",
        Rule.OPERATE,
        "User",
        id ->
            Call.mutation(
                "setPassword",
                "SetPasswordInput",
                "user { id }",
                Map.of("user", id, "newPassword", "a password of no importance")));
    // One's own; whoever is a user may make some.
    query(
        "createPersonalAccessToken",
        Rule.ANYBODY,
        _ ->
            Call.mutation(
                "createPersonalAccessToken",
                "CreatePersonalAccessTokenInput",
                "personalAccessToken { id }",
                Map.of("name", "token-" + acme.next(), "actions", List.of("*.read"))));
    own("personalAccessToken", id -> Call.byId("personalAccessToken", id));
    own("personalAccessTokens", id -> listed("personalAccessTokens", id));
    own(
        "deletePersonalAccessToken",
        id ->
            Call.mutation(
                "deletePersonalAccessToken",
                "DeletePersonalAccessTokenInput",
                "personalAccessToken { id }",
                Map.of("id", id, "version", 1)));
    write(
        "serviceAccountSecrets",
        Rule.OWN,
        "ServiceAccount",
        id ->
            new Call(
                "query($id: ID!) { serviceAccountSecrets(serviceAccount: $id) { id } }",
                Map.of("id", id)));
    write(
        "createServiceAccountSecret",
        Rule.OWN,
        "ServiceAccount",
        id ->
            Call.mutation(
                "createServiceAccountSecret",
                "CreateServiceAccountSecretInput",
                "id",
                Map.of("serviceAccount", id)));
    write(
        "deleteServiceAccountSecret",
        Rule.OWN,
        "ServiceAccount",
        id ->
            Call.mutation(
                "deleteServiceAccountSecret",
                "DeleteServiceAccountSecretInput",
                "id",
                Map.of("serviceAccount", id, "id", acme.secretOf(id))));
    query(
        "rotateSigningKey",
        Rule.OPERATE,
        _ -> Call.mutation("rotateSigningKey", "RotateSigningKeyInput", "signsFrom", Map.of()));
    written.put(
        "createOrganization",
        new Row(
            "createOrganization",
            Rule.OWN,
            () -> acme.organization,
            id ->
                Call.mutation(
                    "createOrganization",
                    "CreateOrganizationInput",
                    "organization { id }",
                    Map.of("name", "Part " + acme.next(), "parent", id))));
  }

  /// All rows, by field.
  ///
  /// @throws AssertionError when a field has none
  Map<String, Row> all() {
    Map<String, Row> rows = new LinkedHashMap<>();
    JsonNode types = acme.ask(Person.OPERATOR, SCHEMA).path("data").path("__schema").path("types");
    for (JsonNode type : types) {
      switch (type.path("name").asText()) {
        case "Query" ->
            type.path("fields").forEach(field -> add(rows, field, this::conventionalQuery));
        case "Mutation" ->
            type.path("fields").forEach(field -> add(rows, field, this::conventionalMutation));
        default -> {}
      }
    }
    return rows;
  }

  private void add(
      Map<String, Row> rows, JsonNode field, Function<JsonNode, Optional<Row>> conventional) {
    String name = field.path("name").asText();
    Row row = written.get(name);
    rows.put(
        name,
        row != null
            ? row
            : conventional
                .apply(field)
                .orElseThrow(() ->
                    new AssertionError(
                        "%s has no row in the access matrix: say in Rows who may use it"
                            .formatted(name))));
  }

  private Optional<Row> conventionalQuery(JsonNode field) {
    String name = field.path("name").asText();
    String type = baseName(field.path("type"));
    if (acme.knows(type)) {
      return Optional.of(
          new Row(name, read(type), () -> acme.fresh(type), id -> Call.byId(name, id)));
    }
    String listed =
        type.endsWith("Connection") ? type.substring(0, type.length() - "Connection".length()) : "";
    return acme.knows(listed)
        ? Optional.of(new Row(name, read(listed), () -> acme.fresh(listed), id -> listed(name, id)))
        : Optional.empty();
  }

  private static Rule read(String type) {
    return type.equals("TrustedIssuer") ? Rule.CONCEALED : Rule.READ;
  }

  private Optional<Row> conventionalMutation(JsonNode field) {
    String name = field.path("name").asText();
    for (String verb : List.of("create", "update", "delete")) {
      String type = name.startsWith(verb) ? name.substring(verb.length()) : "";
      if (acme.knows(type)) {
        return Optional.of(conventional(name, verb, type));
      }
    }
    return Optional.empty();
  }

  private Row conventional(String name, String verb, String type) {
    String one = Character.toLowerCase(type.charAt(0)) + type.substring(1);
    String inputType = Character.toUpperCase(name.charAt(0)) + name.substring(1) + "Input";
    Rule rule =
        switch (type) {
          case "Organization", "Group", "Role", "ServiceAccount", "Binding", "Invitation" ->
              Rule.OWN;
          case "User" -> Rule.OPERATE;
          case "TrustedIssuer" -> verb.equals("create") ? Rule.OPERATE : Rule.CONCEALED;
          default -> Rule.EDIT;
        };
    if (verb.equals("create")) {
      return new Row(
          name,
          rule,
          () -> acme.organization,
          id -> {
            Map<String, Object> input = acme.input(type);
            input.put("organization", id);
            return Call.mutation(name, inputType, one + " { id }", input);
          });
    }
    Map<String, ?> change =
        verb.equals("update") ? Map.of("labels", Map.of("changed", "yes")) : Map.of();
    return new Row(
        name,
        rule,
        () -> acme.fresh(type),
        id -> Call.mutation(name, inputType, one + " { id }", acme.versioned(one, id, change)));
  }

  private static Call listed(String field, String id) {
    return new Call(
        "query($id: ID!) { %s(where: {id: {eq: $id}}) { totalCount nodes { id } } }"
            .formatted(field),
        Map.of("id", id));
  }

  private void query(String field, Rule rule, Function<String, Call> call) {
    written.put(field, new Row(field, rule, () -> acme.organization, call));
  }

  /// With a personal access token of the viewer's.
  private void own(String field, Function<String, Call> call) {
    written.put(field, new Row(field, Rule.VIEWERS_OWN, acme::personalAccessToken, call));
  }

  private void write(String field, Rule rule, String type, Function<String, Call> call) {
    written.put(field, new Row(field, rule, () -> acme.fresh(type), call));
  }

  private void transition(String field) {
    String inputType = Character.toUpperCase(field.charAt(0)) + field.substring(1) + "Input";
    write(
        field,
        Rule.EDIT,
        "Instance",
        id ->
            Call.mutation(
                field, inputType, "instance { id }", acme.versioned("instance", id, Map.of())));
  }

  private void in(
      String field, Rule rule, String inputType, String selection, Map<String, ?> more) {
    in(field, rule, inputType, selection, () -> more);
  }

  private void in(
      String field, Rule rule, String inputType, String selection, Supplier<Map<String, ?>> more) {
    written.put(
        field,
        new Row(
            field,
            rule,
            () -> acme.organization,
            organization -> {
              Map<String, Object> input = new HashMap<>(more.get());
              input.put("organization", organization);
              return Call.mutation(field, inputType, selection, input);
            }));
  }

  private void groupMembers(String field, String inputType) {
    write(
        field,
        Rule.OWN,
        "Group",
        id ->
            Call.mutation(
                field,
                inputType,
                "group { id }",
                acme.versioned("group", id, Map.of("members", List.of()))));
  }

  private void membership(String field, String inputType, boolean colleague, Map<String, ?> more) {
    written.put(
        field,
        new Row(
            field,
            Rule.OWN,
            () -> colleague ? acme.colleague() : acme.fresh("User"),
            id ->
                Call.mutation(field, inputType, "user { id }", acme.versioned("user", id, more))));
  }

  private static String baseName(JsonNode type) {
    JsonNode at = type;
    while (at.path("name").isNull() || at.path("name").isMissingNode()) {
      at = at.path("ofType");
    }
    return at.path("name").asText();
  }
}
