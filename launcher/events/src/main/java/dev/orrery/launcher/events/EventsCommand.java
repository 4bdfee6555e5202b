package dev.orrery.launcher.events;

import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;

/// `./orrery events tail|replay|dead|redrive`
public final class EventsCommand {
  private EventsCommand() {}

  /// Exits with 1 when it cannot be done, with 2 when the call is wrong.
  public static void main(String... words) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(run(List.of(words), Site.of(System.getenv()), out, System.err));
  }

  static int run(List<String> words, Site site, PrintStream out, PrintStream complaints) {
    String command = words.isEmpty() ? "" : words.getFirst();
    try {
      List<String> rest = words.subList(Math.min(1, words.size()), words.size());
      switch (command) {
        case "tail" -> new TailCommand(site, out).run(rest);
        case "replay" -> new ReplayCommand(site, out).run(rest);
        case "dead" -> new DeadCommand(site, out).run(rest);
        case "redrive" -> new RedriveCommand(site, out).run(rest);
        default ->
            throw new WrongCall(
                "there is no 'events %s'; there are tail, replay, dead and redrive"
                    .formatted(command));
      }
      return 0;
    } catch (WrongCall wrong) {
      complaints.println("orrery: " + wrong.getMessage());
      complaints.printf(
          "        ./orrery events %s--help%n", command.isEmpty() ? "" : command + " ");
      return 2;
    } catch (Failed | IOException | SQLException | JetStreamApiException failed) {
      complaints.println("orrery: " + failed.getMessage());
      return 1;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }
}
