package dev.orrery.bench.gateway.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The command line; `run --help` explains it.
///
/// @param only parts of names; empty means every gateway
/// @param complete whether the readings are fit to be published: everything, at full length
record Options(
    int rounds, Duration measuring, Duration warmUp, List<String> only, boolean complete) {
  static final class Misused extends Exception {
    private static final long serialVersionUID = 1;

    Misused(String message) {
      super(message);
    }
  }

  static Options parse(String... arguments) throws Misused {
    int rounds = 3;
    int seconds = 6;
    int warmUp = 30;
    List<String> only = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--rounds" -> rounds = number(arguments, ++i);
        case "--seconds" -> seconds = number(arguments, ++i);
        case "--warm-up" -> warmUp = number(arguments, ++i);
        case "--only" -> only.add(value(arguments, ++i));
        case "--short" -> {
          rounds = 1;
          seconds = 4;
          warmUp = 12;
        }
        case "--answers" -> rounds = 0;
        default -> throw new Misused("Unknown option %s.".formatted(arguments[i]));
      }
    }
    return new Options(
        rounds,
        Duration.ofSeconds(seconds),
        Duration.ofSeconds(warmUp),
        only,
        only.isEmpty() && rounds >= 3 && seconds >= 5 && warmUp >= 20);
  }

  private static String value(String[] arguments, int at) throws Misused {
    if (at == arguments.length) {
      throw new Misused("%s needs a value.".formatted(arguments[at - 1]));
    }
    return arguments[at];
  }

  private static int number(String[] arguments, int at) throws Misused {
    String text = value(arguments, at);
    if (!text.matches("[1-9][0-9]{0,3}")) {
      throw new Misused("%s needs a number, not %s.".formatted(arguments[at - 1], text));
    }
    return Integer.parseInt(text);
  }

  boolean wants(Contender contender) {
    return only.isEmpty() || only.stream().anyMatch(contender.title()::contains);
  }
}
