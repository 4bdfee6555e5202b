package dev.orrery.launcher.events;

import dev.orrery.kit.events.DeadLetters;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/// `./orrery events redrive`: gives dead letters to their consumers once more.
final class RedriveCommand {
  private final Site site;
  private final PrintStream out;

  RedriveCommand(Site site, PrintStream out) {
    this.site = site;
    this.out = out;
  }

  void run(List<String> words) throws InterruptedException, IOException, JetStreamApiException {
    Arguments arguments = Arguments.parse(words, Letters.OPTIONS, Set.of("--all", "--dry-run"));
    if (arguments.rest().isEmpty() && arguments.values().isEmpty() && !arguments.has("--all")) {
      throw new WrongCall("say which: places, options that select, or --all");
    }
    try (Connection nats = site.nats()) {
      DeadLetters letters = new DeadLetters(nats);
      List<DeadLetters.Parked> chosen = DeadCommand.chosen(letters, arguments);
      for (DeadLetters.Parked parked : chosen) {
        if (!arguments.has("--dry-run")) {
          letters.redrive(parked);
        }
        out.printf(
            "%-7d %s  %s%n", parked.place(), parked.letter().consumer(), parked.letter().subject());
      }
      out.printf(
          arguments.has("--dry-run") ? "%d would be driven again%n" : "%d driven again%n",
          chosen.size());
    }
  }
}
