package dev.orrery.handlers.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.provider.protocol.Wire;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// The rest of the house, as far as this service can see it: streams.
public final class House implements AutoCloseable {
  public static final TypeId ORGANIZATION = TypeId.generate("org");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Connection connection;

  public House(NatsForTests nats) throws IOException, InterruptedException {
    connection = nats.connect();
  }

  /// Publishes a change event as its service would.
  public void changed(
      String type,
      String verb,
      TypeId resource,
      long version,
      Map<String, ?> after,
      List<TypeId> related)
      throws IOException, JetStreamApiException {
    changed("test", 0, type, verb, resource, version, after, related);
  }

  /// The same, by somebody.
  ///
  /// @param policyRevision that of the policy by which it was decided; 0 for none
  public void changed(
      String actor,
      long policyRevision,
      String type,
      String verb,
      TypeId resource,
      long version,
      Map<String, ?> after,
      List<TypeId> related)
      throws IOException, JetStreamApiException {
    var id = TypeId.generate("evt").toString();
    var envelope =
        new HashMap<String, Object>(
            Map.of(
                "specversion",
                "1.0",
                "id",
                id,
                "source",
                "/test",
                "type",
                "dev.orrery.%s.%s.v1".formatted(type, verb),
                "subject",
                resource.toString(),
                "time",
                Instant.now().toString(),
                "datacontenttype",
                "application/json",
                "traceparent",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "data",
                Map.of(
                    "version",
                    version,
                    "after",
                    after,
                    "changed",
                    List.of(),
                    "actor",
                    actor,
                    "organization",
                    ORGANIZATION.toString(),
                    "related",
                    related.stream().map(TypeId::toString).toList())));
    if (policyRevision > 0) {
      envelope.put("policyrevision", Long.toString(policyRevision));
    }
    var subject = "changes.%s.%s.%s.%s".formatted(type, verb, ORGANIZATION, resource);
    publish(subject, id, envelope);
  }

  public void publish(String subject, String id, Object body)
      throws IOException, JetStreamApiException {
    connection.jetStream().publish(subject, new Headers().put("Nats-Msg-Id", id), Wire.write(body));
  }

  /// Everything the streams hold for the subject.
  public List<JsonNode> messages(String subject)
      throws IOException, JetStreamApiException, InterruptedException {
    var bodies = new ArrayList<JsonNode>();
    for (var message : held(subject)) {
      bodies.add(Wire.read(message.getData(), JsonNode.class));
    }
    return bodies;
  }

  /// What a header of each of them says.
  public List<String> headers(String subject, String name)
      throws IOException, JetStreamApiException, InterruptedException {
    return held(subject).stream()
        .map(message -> String.valueOf(message.getHeaders().getFirst(name)))
        .toList();
  }

  private List<Message> held(String subject)
      throws IOException, JetStreamApiException, InterruptedException {
    var subscription =
        connection
            .jetStream()
            .subscribe(subject, PushSubscribeOptions.builder().ordered(true).build());
    var messages = new ArrayList<Message>();
    long expected = subscription.getConsumerInfo().getCalculatedPending();
    while (messages.size() < expected) {
      var message = subscription.nextMessage(Duration.ofSeconds(2));
      if (message == null) {
        break;
      }
      messages.add(message);
    }
    subscription.unsubscribe();
    return messages;
  }

  /// Waits for a message.
  public JsonNode await(String subject, Predicate<JsonNode> wanted)
      throws IOException, JetStreamApiException, InterruptedException {
    var until = Instant.now().plus(PATIENCE);
    var messages = messages(subject);
    while (Instant.now().isBefore(until)) {
      for (var message : messages) {
        if (wanted.test(message)) {
          return message;
        }
      }
      Thread.sleep(50);
      messages = messages(subject);
    }
    throw new AssertionError("no such message on %s: %s".formatted(subject, messages));
  }

  @Override
  public void close() throws InterruptedException {
    connection.close();
  }
}
