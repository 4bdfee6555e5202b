package dev.orrery.bench.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.kit.access.policy.fact.PolicyFact;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Facts as they travel: `schemas/policy/`.
final class WrittenFacts {
  private static final ObjectMapper JSON = new ObjectMapper();

  private WrittenFacts() {}

  record Message(String subject, byte[] body) {}

  static Message of(PolicyFact fact) {
    ObjectNode body =
        JSON.createObjectNode()
            .put("revision", fact.stamp().revision())
            .put("version", fact.stamp().version())
            .put("more", fact.stamp().more())
            .put("gone", fact instanceof PolicyFact.Gone);
    switch (fact) {
      case PolicyFact.Organization it ->
          body.put("organization", it.id()).put("parent", text(it.parent()));
      case PolicyFact.Project it ->
          body.put("project", it.id()).put("organization", it.organization().toString());
      case PolicyFact.Subject it ->
          body.put("subject", it.id())
              .put("active", it.active())
              .put("providerAccount", it.providerAccount());
      case PolicyFact.Group it -> {
        body.put("group", it.id()).put("organization", it.organization().toString());
        var members = body.putArray("members");
        it.members().forEach(member -> members.add(member.toString()));
      }
      case PolicyFact.Role it -> {
        body.put("role", it.id())
            .put("organization", text(it.organization()))
            .put("name", it.name())
            .put("builtIn", text(it.builtIn()))
            .put("forProviders", it.forProviders());
        var actions = body.putArray("actions");
        it.actions().forEach(action -> actions.add(action.text()));
      }
      case PolicyFact.Binding it ->
          body.put("binding", it.id())
              .put("subject", it.who().toString())
              .put("role", it.role().toString())
              .put("organization", it.organization().toString())
              .put("project", text(it.project()))
              .put("resource", text(it.resource()))
              .put("expiresAt", text(it.expiresAt()))
              .put("condition", it.condition());
      case PolicyFact.Actions it -> {
        body.put("service", it.service());
        var actions = body.putArray("actions");
        it.actions()
            .forEach(action ->
                actions
                    .addObject()
                    .put("name", action.name())
                    .put("description", action.description())
                    .put("grantedTo", action.grantedTo().name()));
      }
      case PolicyFact.Gone _ -> {}
    }
    return new Message(fact.subject(), body.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : Objects.toString(value);
  }
}
