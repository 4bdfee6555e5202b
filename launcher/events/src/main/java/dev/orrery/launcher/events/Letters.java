package dev.orrery.launcher.events;

import dev.orrery.kit.events.DeadLetter;
import dev.orrery.kit.events.DeadLetters.Parked;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which dead letters are meant.
final class Letters {
  /// The options that select.
  static final Set<String> OPTIONS =
      Set.of("--consumer", "--type", "--resource", "--reason", "--since", "--trace");

  private Letters() {}

  /// Those that all of the options fit, and that are among the places, if places are given.
  static Predicate<Parked> selected(Arguments arguments, Instant now) {
    List<String> consumers = arguments.all("--consumer");
    List<String> types = arguments.all("--type");
    List<String> resources = arguments.all("--resource");
    List<String> traces = arguments.all("--trace");
    @Nullable String reason = arguments.oneOrNull("--reason");
    @Nullable Instant since =
        arguments.one("--since").map(text -> Moment.parse("--since", text, now)).orElse(null);
    Set<Long> places = places(arguments);
    return parked -> {
      DeadLetter letter = parked.letter();
      return (places.isEmpty() || places.contains(parked.place()))
          && (consumers.isEmpty() || consumers.contains(letter.consumer()))
          && (types.isEmpty() || types.stream().anyMatch(type -> isOf(letter, type)))
          && (resources.isEmpty() || resources.stream().anyMatch(id -> isAbout(letter, id)))
          && (traces.isEmpty() || traces.contains(letter.traceId()))
          && (reason == null
              || letter.reason().toLowerCase(Locale.ROOT).contains(reason.toLowerCase(Locale.ROOT)))
          && (since == null || !letter.parkedAt().isBefore(since));
    };
  }

  /// @throws WrongCall when one is no number
  static Set<Long> places(Arguments arguments) {
    Set<Long> places = new HashSet<>();
    for (String place : arguments.rest()) {
      try {
        places.add(Long.parseLong(place));
      } catch (NumberFormatException no) {
        throw new WrongCall(
            "'%s' is no place: ./orrery events dead shows them in its first column"
                .formatted(place));
      }
    }
    return places;
  }

  private static boolean isOf(DeadLetter letter, String type) {
    String[] tokens = letter.subject().split("\\.");
    return tokens.length > 2
        && (type.equals(tokens[1]) || type.equals(tokens[1] + "." + tokens[2]));
  }

  private static boolean isAbout(DeadLetter letter, String resource) {
    return letter.subject().endsWith("." + resource);
  }
}
