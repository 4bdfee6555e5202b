package dev.orrery.launcher.events;

import dev.orrery.kit.events.OutboxReplay;
import dev.orrery.launcher.deploy.Room;
import dev.orrery.launcher.deploy.StreamDeclaration;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// `./orrery events replay`: publishes events of the outboxes once more.
final class ReplayCommand {
  private final Site site;
  private final PrintStream out;

  ReplayCommand(Site site, PrintStream out) {
    this.site = site;
    this.out = out;
  }

  void run(List<String> words)
      throws InterruptedException, IOException, SQLException, JetStreamApiException {
    Arguments arguments =
        Arguments.parse(
                words,
                Set.of("--type", "--resource", "--since", "--until", "--consumer", "--service"),
                Set.of("--again", "--all", "--dry-run"))
            .withoutRest();
    if (arguments.has("--again") && arguments.one("--consumer").isEmpty()) {
      throw new WrongCall("--again needs a --consumer: never let everybody do everything again");
    }
    Instant now = Instant.now();
    OutboxReplay.Selection selection =
        new OutboxReplay.Selection(
            arguments.oneOrNull("--resource"),
            arguments.oneOrNull("--type"),
            moment(arguments, "--since", now),
            moment(arguments, "--until", now),
            arguments.oneOrNull("--consumer"),
            arguments.has("--again"));
    boolean restricted =
        selection.resource() != null || selection.type() != null || selection.since() != null;
    if (!restricted && !arguments.has("--all")) {
      throw new WrongCall("say which: --type, --resource or --since, or --all of seven days");
    }
    List<Room> rooms = rooms(arguments);
    try (Connection nats = site.nats()) {
      if (selection.consumer() != null) {
        refuseUnknownConsumer(nats, selection.consumer());
      }
      long all = 0;
      for (Room room : rooms) {
        try (java.sql.Connection database = site.database(room)) {
          OutboxReplay replay = new OutboxReplay(database, nats.jetStream());
          if (arguments.has("--dry-run")) {
            long found = replay.count(selection);
            out.printf("%-12s %d events would be published again%n", room.schema(), found);
            all += found;
          } else {
            long done = replay.replay(selection, _ -> {});
            out.printf("%-12s %d events published again%n", room.schema(), done);
            all += done;
          }
        }
      }
      out.printf("%d in all, %s%n", all, audience(selection));
    }
  }

  private static String audience(OutboxReplay.Selection selection) {
    if (selection.consumer() == null) {
      return "for everybody: whoever has seen one passes over it";
    }
    return selection.again()
        ? "for %s alone, which handles each once more".formatted(selection.consumer())
        : "for %s alone, which passes over what it has seen".formatted(selection.consumer());
  }

  private List<Room> rooms(Arguments arguments) {
    @Nullable String type = arguments.oneOrNull("--type");
    @Nullable String service = arguments.oneOrNull("--service");
    if (service != null) {
      try {
        return List.of(Room.named(service.replaceFirst("-api$", "").replaceFirst("^event-", "")));
      } catch (IllegalArgumentException unknown) {
        throw new WrongCall(String.valueOf(unknown.getMessage()));
      }
    }
    return type == null ? List.of(Room.values()) : List.of(site.ownerOf(type));
  }

  private static @Nullable Instant moment(Arguments arguments, String option, Instant now) {
    return arguments.one(option).map(text -> Moment.parse(option, text, now)).orElse(null);
  }

  private void refuseUnknownConsumer(Connection nats, String consumer)
      throws IOException, JetStreamApiException {
    Set<String> known = new TreeSet<>();
    for (StreamDeclaration stream : site.changes()) {
      known.addAll(nats.jetStreamManagement().getConsumerNames(stream.name()));
    }
    if (!known.contains(consumer)) {
      throw new WrongCall(
          "no consumer is called '%s'; there are %s".formatted(consumer, String.join(", ", known)));
    }
  }
}
