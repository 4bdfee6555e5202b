package dev.orrery.launcher.events;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orrery.kit.events.Headers;
import dev.orrery.launcher.deploy.StreamDeclaration;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `./orrery events tail`: what happened and what happens, of all services in one list.
final class TailCommand {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration GLANCE = Duration.ofMillis(100);
  private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9]*(\\.([a-z][a-z0-9]*|\\*))?");
  private static final Pattern ID = Pattern.compile("[a-z]+_[0-9a-hjkmnp-tv-z]{26}");

  private final Site site;
  private final PrintStream out;

  TailCommand(Site site, PrintStream out) {
    this.site = site;
    this.out = out;
  }

  void run(List<String> words) throws InterruptedException, IOException, JetStreamApiException {
    Arguments arguments =
        Arguments.parse(
                words,
                Set.of("--type", "--resource", "--organization", "--since", "--until", "--last"),
                Set.of("--follow", "-f", "--json"))
            .withoutRest();
    Instant now = Instant.now();
    boolean follow = arguments.has("--follow") || arguments.has("-f");
    Instant since = moment(arguments, "--since", "10m", now);
    @Nullable Instant until =
        arguments.one("--until").map(text -> Moment.parse("--until", text, now)).orElse(null);
    if (follow && until != null) {
      throw new WrongCall("--follow has no end: leave out --until");
    }
    int last = arguments.one("--last").map(TailCommand::count).orElse(Integer.MAX_VALUE);
    List<Selected> selected = select(arguments);
    try (Connection connection = site.nats()) {
      List<Following> streams = new ArrayList<>();
      try {
        for (Selected each : selected) {
          streams.add(new Following(connection, each.stream(), each.filters(), since));
        }
        backlog(streams, until, last, arguments.has("--json"));
        while (follow && !Thread.currentThread().isInterrupted()) {
          next(streams, arguments.has("--json"));
        }
      } finally {
        streams.forEach(Following::close);
      }
    }
  }

  private static Instant moment(Arguments arguments, String option, String usual, Instant now) {
    return Moment.parse(option, arguments.one(option).orElse(usual), now);
  }

  private static int count(String text) {
    try {
      int count = Integer.parseInt(text);
      if (count > 0) {
        return count;
      }
    } catch (NumberFormatException no) {
      throw new WrongCall("--last %s is no number".formatted(text));
    }
    throw new WrongCall("--last must be 1 or more");
  }

  private record Selected(String stream, List<String> filters) {}

  /// Which subjects of which streams are asked for.
  private List<Selected> select(Arguments arguments) {
    String organization = id(arguments, "--organization");
    String resource = id(arguments, "--resource");
    List<Selected> selected = new ArrayList<>();
    List<String> types = arguments.all("--type");
    for (String type : types) {
      if (!TYPE.matcher(type).matches()) {
        throw new WrongCall("--type %s: write instance or instance.created".formatted(type));
      }
      // Refuses what nobody owns, with a list of what there is.
      var _ = site.ownerOf(type.split("\\.")[0]);
    }
    for (StreamDeclaration stream : site.changes()) {
      List<String> filters = new ArrayList<>();
      for (String subject : Objects.requireNonNull(stream.configuration().getSubjects())) {
        String kind = subject.split("\\.")[1];
        if (types.isEmpty()) {
          filters.add("changes.%s.*.%s.%s".formatted(kind, organization, resource));
        }
        for (String type : types) {
          String[] parts = type.split("\\.");
          if (parts[0].equals(kind)) {
            filters.add(
                "changes.%s.%s.%s.%s"
                    .formatted(kind, parts.length > 1 ? parts[1] : "*", organization, resource));
          }
        }
      }
      if (!filters.isEmpty()) {
        selected.add(new Selected(stream.name(), filters.stream().distinct().toList()));
      }
    }
    return selected;
  }

  private static String id(Arguments arguments, String option) {
    String id = arguments.one(option).orElse("*");
    if (!id.equals("*") && !ID.matcher(id).matches()) {
      throw new WrongCall("%s %s is no id".formatted(option, id));
    }
    return id;
  }

  /// What is there already, merged by the time at which it was stored.
  private void backlog(List<Following> streams, @Nullable Instant until, int last, boolean json)
      throws InterruptedException, IOException, JetStreamApiException {
    Deque<String> kept = new ArrayDeque<>();
    List<Following> open = new ArrayList<>(streams);
    while (true) {
      @Nullable Following first = null;
      @Nullable Instant earliest = null;
      for (Following stream : List.copyOf(open)) {
        @Nullable Message head = stream.hasBacklog() ? stream.peek(Duration.ofSeconds(5)) : null;
        if (head == null || (until != null && !stored(head).isBefore(until))) {
          open.remove(stream);
        } else if (earliest == null || stored(head).isBefore(earliest)) {
          first = stream;
          earliest = stored(head);
        }
      }
      if (first == null) {
        kept.forEach(out::println);
        return;
      }
      String line = line(Objects.requireNonNull(first.peek(GLANCE)), json);
      first.take();
      if (last == Integer.MAX_VALUE) {
        out.println(line);
      } else {
        kept.addLast(line);
        if (kept.size() > last) {
          kept.removeFirst();
        }
      }
    }
  }

  /// What comes now, as it comes.
  private void next(List<Following> streams, boolean json) throws InterruptedException {
    List<Message> heads = new ArrayList<>();
    Duration each = GLANCE.dividedBy(streams.size());
    for (Following stream : streams) {
      @Nullable Message head = stream.peek(each);
      if (head != null) {
        heads.add(head);
        stream.take();
      }
    }
    heads.sort(Comparator.comparing(TailCommand::stored));
    heads.forEach(message -> out.println(line(message, json)));
  }

  private static Instant stored(Message message) {
    return message.metaData().timestamp().toInstant();
  }

  private static String line(Message message, boolean json) {
    if (!json) {
      @Nullable String only =
          message.hasHeaders() ? message.getHeaders().getFirst(Headers.ONLY) : null;
      return EventLine.of(stored(message), message.getSubject(), message.getData(), only);
    }
    try {
      return JSON.writeValueAsString(JSON.readTree(message.getData()));
    } catch (IOException noJson) {
      return JSON.getNodeFactory()
          .textNode(new String(message.getData(), StandardCharsets.UTF_8))
          .toString();
    }
  }
}
