package dev.orrery.exams;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// `./orrery exam --list | NAME [--short] [--sabotage] [--keep] | NAME --help`
public final class ExamCommand {
  private static final List<Exam> EXAMS =
      List.of(
          new NatsKilled(),
          new NatsDown(),
          new ServicesKilled(),
          new HandlersKilled(),
          new RelayKilled(),
          new PowerCut(),
          new RelayFrozen(),
          new ConsumerFrozen(),
          new Poison(),
          new PoisonNeighbour(),
          new Drift(),
          new NewEnemy(),
          new Revocation());

  private static final List<String> OPTIONS =
      List.of("--short", "--sabotage", "--keep", "--seconds");

  /// How a run ended, and what the process says to its caller.
  private enum Verdict {
    KEPT(0),
    NOT_KEPT(1),
    WRONG_CALL(2),
    NONE(3),
    IMPOSSIBLE(4);

    private final int status;

    Verdict(int status) {
      this.status = status;
    }
  }

  private ExamCommand() {}

  /// Ends with 0 only when the promise was kept, with 1 when it was not, with 2 when the call is
  /// wrong, with 3 when the house did not even start or the exam itself broke, with 4 when this
  /// machine lacks what the exam needs; 3 and 4 say nothing about the promise.
  public static void main(String... words) {
    System.exit(run(List.of(words)).status);
  }

  private static Verdict run(List<String> words) {
    if (words.equals(List.of("--list"))) {
      EXAMS.forEach(exam -> System.out.printf("%-18s %s%n", exam.name(), exam.promise()));
      return Verdict.KEPT;
    }
    Optional<Exam> named = words.stream().findFirst().flatMap(ExamCommand::named);
    if (named.isEmpty()) {
      System.err.println("orrery: name one exam first; ./orrery exam --list shows them");
      return Verdict.WRONG_CALL;
    }
    List<String> options = words.subList(1, words.size());
    if (options.contains("--help")) {
      explain(named.get());
      return Verdict.KEPT;
    }
    List<String> strange =
        options.stream().filter(word -> !OPTIONS.contains(word) && !isTime(options, word)).toList();
    if (!strange.isEmpty()) {
      System.err.printf(
          "orrery: %s does not know %s; ./orrery exam %s --help%n",
          named.get().name(), strange.getFirst(), named.get().name());
      return Verdict.WRONG_CALL;
    }
    if (options.contains("--seconds")
        && options.stream().noneMatch(word -> isTime(options, word))) {
      System.err.println("orrery: --seconds wants a number");
      return Verdict.WRONG_CALL;
    }
    Verdict verdict = hold(named.get(), options);
    System.out.flush();
    return verdict;
  }

  private static Optional<Exam> named(String name) {
    return EXAMS.stream().filter(exam -> exam.name().equals(name)).findFirst();
  }

  private static void explain(Exam exam) {
    System.out.printf(
        """
        ./orrery exam %s [--short] [--seconds N] [--sabotage] [--keep]

        Promised   %s

        Course     %s

        --short     a small size
        --seconds   how long the load lasts, instead of %d (--short: %d)
        --sabotage  %s; then it must print NOT KEPT
        --keep      leave the house's folder, with all logs, when it is over

        Ends with %s.
        """,
        exam.name(),
        exam.promise(),
        exam.course(),
        exam.full().load().toSeconds(),
        exam.small().load().toSeconds(),
        exam.sabotage(),
        String.join(
            ", ",
            Arrays.stream(Verdict.values())
                .map(verdict -> "%d: %s".formatted(verdict.status, words(verdict)))
                .toList()));
  }

  private static String words(Verdict verdict) {
    return switch (verdict) {
      case KEPT -> "KEPT";
      case NOT_KEPT -> "NOT KEPT";
      case WRONG_CALL -> "a wrong call";
      case NONE -> "NO VERDICT, the house or the exam itself broke";
      case IMPOSSIBLE -> "IMPOSSIBLE on this machine";
    };
  }

  private static Verdict hold(Exam exam, List<String> options) {
    boolean sabotaged = options.contains("--sabotage");
    System.out.printf("%s: %s%n", exam.name(), exam.promise());
    if (sabotaged) {
      System.out.printf("  sabotaged: %s%n", exam.sabotage());
    }
    Exam.Size size = size(exam, options);
    try (House house = size.full() ? House.asInProduction() : House.up()) {
      house.keepFolder(options.contains("--keep"));
      // Ctrl-C leaves nothing running.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> closed(house)));
      var _ = house.tenants();
      return judge(exam, house, size, sabotaged);
    } catch (AssertionError | Exception broken) {
      System.out.println("NO VERDICT: " + broken);
      broken.printStackTrace();
      return Verdict.NONE;
    }
  }

  private static Exam.Size size(Exam exam, List<String> options) {
    Exam.Size size = options.contains("--short") ? exam.small() : exam.full();
    int time = options.indexOf("--seconds") + 1;
    return time == 0 ? size : size.lasting(Duration.ofSeconds(Integer.parseInt(options.get(time))));
  }

  /// Whether the word is the number behind `--seconds`.
  private static boolean isTime(List<String> options, String word) {
    int time = options.indexOf("--seconds") + 1;
    return time > 0
        && time < options.size()
        && options.get(time).equals(word)
        && word.matches("[1-9][0-9]{0,4}");
  }

  private static void closed(House house) {
    try {
      house.close();
    } catch (IOException broken) {
      System.err.println("the house could not be cleared away: " + broken);
    }
  }

  private static Verdict judge(Exam exam, House house, Exam.Size size, boolean sabotaged)
      throws Exception {
    try {
      exam.run(
          house, size, sabotaged, (format, values) -> System.out.printf(format + "%n", values));
    } catch (AssertionError broken) {
      System.out.println("NOT KEPT: " + broken.getMessage());
      return Verdict.NOT_KEPT;
    } catch (Exam.Impossible lacking) {
      System.out.println("IMPOSSIBLE: " + lacking.getMessage());
      return Verdict.IMPOSSIBLE;
    }
    System.out.println("KEPT");
    return Verdict.KEPT;
  }
}
