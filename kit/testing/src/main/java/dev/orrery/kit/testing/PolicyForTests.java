package dev.orrery.kit.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orrery.kit.ids.TypeId;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.api.PublishAck;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Says in a test who may do what, on the stream `POLICY`, as permissions-api would.
public final class PolicyForTests {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> SERVICES =
      List.of("location", "ipam", "instance", "jobs", "permissions");
  private static final AtomicLong REVISION = new AtomicLong();
  private static final Map<String, String> BUILT_IN =
      Map.of(
          "VIEWER", "role_00000000000000000000000001",
          "EDITOR", "role_00000000000000000000000002",
          "OWNER", "role_00000000000000000000000003");

  private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};
  private static final Set<String> INTRODUCED = ConcurrentHashMap.newKeySet();
  private static final Map<String, Set<String>> GIVEN = new ConcurrentHashMap<>();

  private final NatsForTests nats;

  private PolicyForTests(NatsForTests nats) {
    this.nats = nats;
  }

  public static PolicyForTests of(NatsForTests nats) {
    return new PolicyForTests(nats);
  }

  /// Gives somebody a built-in role in each of some organizations, and takes away whatever that one
  /// had in others by an earlier call of this.
  ///
  /// @param roles by organization: `Map.of("org_...", "EDITOR")`
  /// @return the revision of which that is part
  public long give(String subject, Map<String, String> roles) {
    long revision = REVISION.incrementAndGet();
    Map<String, Map<String, Object>> facts = new LinkedHashMap<>();
    if (INTRODUCED.add(nats.url())) {
      facts.putAll(roles(revision));
    }
    facts.put(
        "policy.subject." + subject,
        fact(revision, "subject", subject, "active", true, "providerAccount", false));
    @Nullable Set<String> before = GIVEN.put(subject, Set.copyOf(roles.keySet()));
    for (String organization : before == null ? Set.<String>of() : before) {
      String binding = id("bind", subject + organization);
      facts.put("policy.binding." + binding, fact(revision, "binding", binding, "gone", true));
    }
    roles.forEach((organization, role) -> {
      facts.put(
          "policy.organization." + organization,
          fact(revision, "organization", organization, "parent", null));
      String binding = id("bind", subject + organization);
      facts.put(
          "policy.binding." + binding,
          fact(
              revision,
              "binding",
              binding,
              "subject",
              subject,
              "role",
              BUILT_IN.get(role),
              "organization",
              organization));
    });
    tell(facts);
    return revision;
  }

  /// Gives somebody a built-in role on a part of an organization besides: on a project, or on a
  /// single resource.
  ///
  /// @return the revision of which that is part
  public long giveOn(String part, String subject, String organization, String role) {
    long revision = REVISION.incrementAndGet();
    boolean project = part.startsWith("proj_");
    Map<String, Map<String, Object>> facts = new LinkedHashMap<>();
    if (project) {
      facts.put(
          "policy.project." + part, fact(revision, "project", part, "organization", organization));
    }
    String binding = id("bind", subject + part);
    facts.put(
        "policy.binding." + binding,
        fact(
            revision,
            "binding",
            binding,
            "subject",
            subject,
            "role",
            BUILT_IN.get(role),
            "organization",
            organization,
            project ? "project" : "resource",
            part));
    tell(facts);
    return revision;
  }

  /// All in one breath: whoever waits for the revision waits for the last.
  private void tell(Map<String, Map<String, Object>> facts) {
    try (Connection connection = nats.connect()) {
      JetStream policy = connection.jetStream();
      List<CompletableFuture<PublishAck>> told = new ArrayList<>();
      int left = facts.size();
      for (Map.Entry<String, Map<String, Object>> fact : facts.entrySet()) {
        left--;
        if (fact.getValue().containsKey("revision")) {
          fact.getValue().put("more", left > 0);
        }
        told.add(policy.publishAsync(fact.getKey(), JSON.writeValueAsBytes(fact.getValue())));
      }
      for (CompletableFuture<PublishAck> each : told) {
        each.get(30, TimeUnit.SECONDS);
      }
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    } catch (IOException | InterruptedException | ExecutionException | TimeoutException broken) {
      throw new AssertionError("the policy could not be told", broken);
    }
  }

  /// The built-in roles, and what each service of the house says can be done, as it says itself at
  /// its start.
  private static Map<String, Map<String, Object>> roles(long revision) {
    Map<String, Map<String, Object>> facts = new LinkedHashMap<>(actions());
    BUILT_IN.forEach((name, role) ->
        facts.put(
            "policy.role." + role,
            fact(revision, "role", role, "name", name, "builtIn", name, "actions", List.of())));
    return facts;
  }

  private static Map<String, Map<String, Object>> actions() {
    Map<String, Map<String, Object>> facts = new LinkedHashMap<>();
    for (String service : SERVICES) {
      try (InputStream in =
          Objects.requireNonNull(
              PolicyForTests.class.getResourceAsStream("/schemas/actions/" + service + ".json"),
              service)) {
        facts.put("policy.actions." + service, JSON.readValue(in, MEMBERS));
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }
    return facts;
  }

  private static Map<String, Object> fact(long revision, @Nullable Object... namesAndValues) {
    Map<String, Object> fact = new HashMap<>();
    fact.put("revision", revision);
    fact.put("version", revision);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fact.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return fact;
  }

  private static String id(String prefix, String name) {
    UUID uuid = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    return new TypeId(prefix, uuid).toString();
  }
}
