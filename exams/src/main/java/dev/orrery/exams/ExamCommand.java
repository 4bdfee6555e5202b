package dev.orrery.exams;

import java.time.Duration;
import java.util.List;

/// `./orrery exam --list | NAME [--short] [--sabotage]`
public final class ExamCommand {
  private static final List<Exam> EXAMS = List.of(new NatsKilled());

  private static final Exam.Size FULL =
      new Exam.Size(true, Duration.ofSeconds(120), 50, Duration.ofSeconds(120));

  private static final Exam.Size SHORT =
      new Exam.Size(false, Duration.ofSeconds(8), 20, Duration.ofSeconds(30));

  private ExamCommand() {}

  /// Ends with 0 only when the promise was kept, with 1 when it was not, with 2 when the call is
  /// wrong, with 3 when the house did not even start, which says nothing about the promise.
  public static void main(String... words) throws Exception {
    List<String> arguments = List.of(words);
    if (arguments.contains("--list")) {
      for (Exam exam : EXAMS) {
        System.out.printf(
            "%-18s %s%n%-18s sabotage: %s%n", exam.name(), exam.promise(), "", exam.sabotage());
      }
      return;
    }
    List<Exam> chosen = EXAMS.stream().filter(exam -> arguments.contains(exam.name())).toList();
    List<String> strange =
        arguments.stream()
            .filter(word -> EXAMS.stream().noneMatch(exam -> exam.name().equals(word)))
            .filter(word -> !List.of("--short", "--sabotage").contains(word))
            .toList();
    if (chosen.size() != 1 || !strange.isEmpty()) {
      System.err.println(
          "orrery: name one exam%s; ./orrery exam --list shows them"
              .formatted(strange.isEmpty() ? "" : ", there is no " + strange.getFirst()));
      System.exit(2);
    }
    boolean sabotaged = arguments.contains("--sabotage");
    Exam.Size size = arguments.contains("--short") ? SHORT : FULL;
    System.exit(run(chosen.getFirst(), size, sabotaged));
  }

  private static int run(Exam exam, Exam.Size size, boolean sabotaged) throws Exception {
    System.out.printf("%s: %s%n", exam.name(), exam.promise());
    if (sabotaged) {
      System.out.printf("  sabotaged: %s%n", exam.sabotage());
    }
    try (House house = House.up()) {
      var _ = house.orrery(Duration.ofMinutes(3), "demo");
      return judge(exam, house, size, sabotaged);
    } catch (AssertionError broken) {
      System.out.println("NO VERDICT: " + broken.getMessage());
      return 3;
    }
  }

  private static int judge(Exam exam, House house, Exam.Size size, boolean sabotaged)
      throws Exception {
    try {
      exam.run(
          house, size, sabotaged, (format, values) -> System.out.printf(format + "%n", values));
    } catch (AssertionError broken) {
      System.out.println("NOT KEPT: " + broken.getMessage());
      return 1;
    }
    System.out.println("KEPT");
    return 0;
  }
}
