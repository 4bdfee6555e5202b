package dev.orrery.launcher.nats;

import dev.orrery.launcher.deploy.StreamDeclaration;
import java.util.ArrayList;
import java.util.List;

/// A process's account at the NATS server: what it may publish and subscribe to, nothing else.
///
/// @param name also the name of its secret, with `nats-` before it
public record NatsUser(String name, List<String> publish, List<String> subscribe) {

  /// May do everything: the deploy step, operators and exams.
  public static final String OWNER = "orrery";

  private static final List<String> SERVICES =
      List.of("location", "ipam", "instance", "permissions", "handlers", "gateway");

  /// Everybody's account, as the streams' declaration demands.
  ///
  /// @param providers names of the providers that run here
  public static List<NatsUser> all(List<StreamDeclaration> streams, List<String> providers) {
    var users = new ArrayList<NatsUser>();
    users.add(new NatsUser(OWNER, List.of(">"), List.of(">")));
    SERVICES.forEach(service -> users.add(service(service, streams)));
    providers.forEach(provider -> users.add(provider(provider, streams)));
    return List.copyOf(users);
  }

  /// The secret that holds the user's password.
  public String secret() {
    return secretOf(name);
  }

  /// The secret that holds that user's password.
  public static String secretOf(String user) {
    return "nats-" + user;
  }

  /// Where replies to that user arrive; nobody else may listen there.
  public static String inboxOf(String user) {
    return "_INBOX_" + user;
  }

  private static NatsUser service(String name, List<StreamDeclaration> streams) {
    var publish = new ArrayList<>(List.of("$JS.API.INFO", "$JS.API.STREAM.NAMES"));
    for (var stream : streams) {
      if (stream.publishers().contains(name)) {
        publish.addAll(stream.configuration().getSubjects());
        publish.add("$JS.API.STREAM.INFO." + stream.name());
      }
      stream
          .publishersOf()
          .forEach((subject, users) -> {
            if (users.contains(name)) {
              publish.add(subject);
              publish.add("$JS.API.STREAM.INFO." + stream.name());
            }
          });
      if (stream.consumers().contains(name)) {
        publish.addAll(reading(stream.name()));
        publish.add("$JS.API.CONSUMER.CREATE." + stream.name());
        publish.add("$JS.API.CONSUMER.CREATE." + stream.name() + ".>");
        publish.add("$JS.API.CONSUMER.DELETE." + stream.name() + ".*");
        publish.add("$JS.API.DIRECT.GET." + stream.name());
        publish.add("$JS.API.DIRECT.GET." + stream.name() + ".>");
        publish.add("$JS.API.STREAM.MSG.GET." + stream.name());
      }
    }
    return new NatsUser(name, publish.stream().distinct().toList(), inboxes(name));
  }

  /// The consumer a provider makes bears its name and is filtered to its own subjects: both are
  /// part of the subject it asks at, so the server enforces it. Of others' consumers it can neither
  /// take nor acknowledge anything.
  private static NatsUser provider(String name, List<StreamDeclaration> streams) {
    var publish = new ArrayList<>(List.of("$JS.API.INFO", "$JS.API.STREAM.NAMES"));
    for (var stream : streams) {
      var prefix = prefix(stream);
      if (stream.publishers().contains(StreamDeclaration.PROVIDERS)) {
        publish.add("%s.%s".formatted(prefix, name));
        publish.add("%s.%s.>".formatted(prefix, name));
        publish.add("%s.*.%s".formatted(prefix, name));
        publish.add("$JS.API.STREAM.INFO." + stream.name());
      }
      if (stream.consumers().contains(StreamDeclaration.PROVIDERS)) {
        var consumer = "%s.provider-%s".formatted(stream.name(), name);
        publish.add("$JS.API.STREAM.INFO." + stream.name());
        publish.add("$JS.API.CONSUMER.INFO." + consumer);
        publish.add("$JS.API.CONSUMER.MSG.NEXT." + consumer);
        publish.add("$JS.ACK.%s.>".formatted(consumer));
        publish.add("$JS.API.CONSUMER.CREATE.%s.%s.%s.>".formatted(consumer, prefix, name));
      }
    }
    return new NatsUser(name, List.copyOf(publish), inboxes(name));
  }

  private static List<String> reading(String stream) {
    return List.of(
        "$JS.API.STREAM.INFO." + stream,
        "$JS.API.CONSUMER.INFO." + stream + ".*",
        "$JS.API.CONSUMER.NAMES." + stream,
        "$JS.API.CONSUMER.LIST." + stream,
        "$JS.API.CONSUMER.MSG.NEXT." + stream + ".*",
        "$JS.ACK." + stream + ".>",
        "$JS.FC." + stream + ".>");
  }

  private static List<String> inboxes(String name) {
    return List.of(inboxOf(name) + ".>");
  }

  private static String prefix(StreamDeclaration stream) {
    var subject = stream.configuration().getSubjects().getFirst();
    return subject.substring(0, subject.indexOf('.'));
  }
}
