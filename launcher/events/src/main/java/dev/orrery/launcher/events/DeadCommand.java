package dev.orrery.launcher.events;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.orrery.kit.events.DeadLetter;
import dev.orrery.kit.events.DeadLetters;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// `./orrery events dead`: what consumers gave up on, and why.
final class DeadCommand {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private final Site site;
  private final PrintStream out;

  DeadCommand(Site site, PrintStream out) {
    this.site = site;
    this.out = out;
  }

  void run(List<String> words) throws InterruptedException, IOException, JetStreamApiException {
    List<String> rest = new ArrayList<>(words);
    String verb = rest.isEmpty() || rest.getFirst().startsWith("-") ? "list" : rest.removeFirst();
    Set<String> flags = new HashSet<>(Set.of("--json"));
    switch (verb) {
      case "list" -> list(Arguments.parse(rest, Letters.OPTIONS, flags).withoutRest());
      case "show" -> show(Arguments.parse(rest, Set.of(), flags));
      case "discard" -> {
        flags.add("--all");
        discard(Arguments.parse(rest, Letters.OPTIONS, flags));
      }
      default ->
          throw new WrongCall(
              "there is no 'dead %s'; there are list, show and discard".formatted(verb));
    }
  }

  private void list(Arguments arguments)
      throws InterruptedException, IOException, JetStreamApiException {
    try (Connection nats = site.nats()) {
      List<DeadLetters.Parked> found =
          new DeadLetters(nats)
              .list(null).stream().filter(Letters.selected(arguments, Instant.now())).toList();
      if (arguments.has("--json")) {
        for (DeadLetters.Parked parked : found) {
          out.println(JSON.writeValueAsString(parked));
        }
        return;
      }
      if (found.isEmpty()) {
        out.println("No dead letters.");
        return;
      }
      out.printf(
          "%-7s %-24s %-32s %-9s %-33s %s%n",
          "PLACE", "PARKED AT", "CONSUMER", "FAILURES", "TRACE", "WHAT AND WHY");
      for (DeadLetters.Parked parked : found) {
        DeadLetter letter = parked.letter();
        out.printf(
            "%-7d %-24s %-32s %-9d %-33s %s: %s%n",
            parked.place(),
            EventLine.time(letter.parkedAt()),
            letter.consumer(),
            letter.failures(),
            letter.traceId(),
            letter.subject(),
            EventLine.cut(letter.reason()));
      }
      out.printf("%d dead letters%n", found.size());
    }
  }

  private void show(Arguments arguments)
      throws InterruptedException, IOException, JetStreamApiException {
    if (arguments.rest().isEmpty()) {
      throw new WrongCall("say which one: ./orrery events dead show PLACE");
    }
    try (Connection nats = site.nats()) {
      for (DeadLetters.Parked parked : chosen(new DeadLetters(nats), arguments)) {
        if (arguments.has("--json")) {
          out.println(JSON.writeValueAsString(parked));
        } else {
          show(parked);
        }
      }
    }
  }

  private void show(DeadLetters.Parked parked) throws IOException {
    DeadLetter letter = parked.letter();
    out.printf("place      %d%n", parked.place());
    out.printf("consumer   %s%n", letter.consumer());
    out.printf(
        "message    %s%n", letter.messageId().isEmpty() ? "(without id)" : letter.messageId());
    out.printf("subject    %s%n", letter.subject());
    out.printf("from       %s, message %d%n", letter.stream(), letter.sequence());
    out.printf("parked at  %s UTC%n", EventLine.time(letter.parkedAt()));
    out.printf(
        "failures   %s%n", letter.failures() == 0 ? "0, it was rejected" : letter.failures());
    out.printf("reason     %s%n", letter.reason());
    out.printf("trace      %s%n", letter.traceId());
    letter.headers().forEach((name, value) -> out.printf("header     %s: %s%n", name, value));
    out.println(pretty(letter.body()));
  }

  private static String pretty(String body) {
    try {
      return JSON.readTree(body).toPrettyString();
    } catch (IOException noJson) {
      return body;
    }
  }

  private void discard(Arguments arguments)
      throws InterruptedException, IOException, JetStreamApiException {
    if (arguments.rest().isEmpty() && arguments.values().isEmpty() && !arguments.has("--all")) {
      throw new WrongCall("say which: places, options that select, or --all");
    }
    try (Connection nats = site.nats()) {
      DeadLetters letters = new DeadLetters(nats);
      List<DeadLetters.Parked> chosen = chosen(letters, arguments);
      for (DeadLetters.Parked parked : chosen) {
        letters.discard(parked);
      }
      out.printf("%d dead letters discarded%n", chosen.size());
    }
  }

  /// @throws Failed when a place holds none
  static List<DeadLetters.Parked> chosen(DeadLetters letters, Arguments arguments)
      throws IOException, JetStreamApiException {
    List<DeadLetters.Parked> chosen =
        letters.list(null).stream().filter(Letters.selected(arguments, Instant.now())).toList();
    Set<Long> missing = Letters.places(arguments);
    chosen.forEach(parked -> missing.remove(parked.place()));
    if (!missing.isEmpty()) {
      throw new Failed(
          "there is no such dead letter at %s"
              .formatted(
                  String.join(", ", missing.stream().sorted().map(String::valueOf).toList())));
    }
    return chosen;
  }
}
