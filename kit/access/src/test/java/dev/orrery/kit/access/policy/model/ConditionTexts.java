package dev.orrery.kit.access.policy.model;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Random conditions, and labels for them. Whatever conditions can say comes up.
final class ConditionTexts {
  private static final List<String> KEYS = List.of("env", "owner", "a.b/c", "größe");
  private static final List<String> VALUES =
      List.of("", "dev", "prod", "de", "env", "owner", "\uD83D\uDE80", "d%v", "o'neil", "a\\b");
  private static final List<String> MATCHES = List.of("startsWith", "endsWith", "contains");
  private static final List<String> ORDERS = List.of("==", "!=", "<", "<=", ">", ">=");
  private static final List<String> PARTS =
      List.of(
          "getFullYear",
          "getMonth",
          "getDayOfYear",
          "getDayOfMonth",
          "getDate",
          "getDayOfWeek",
          "getHours",
          "getMinutes",
          "getSeconds");
  private static final List<String> ZONES =
      List.of("", "\"UTC\"", "\"Europe/Berlin\"", "\"Asia/Kolkata\"", "\"-08:00\"");

  private final Random random;
  private final List<String> subjects;

  ConditionTexts(Random random, List<String> subjects) {
    this.random = random;
    this.subjects = subjects;
  }

  String condition() {
    return condition(random.nextInt(3));
  }

  Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    KEYS.stream()
        .filter(_ -> random.nextInt(3) > 0)
        .forEach(key -> labels.put(key, random.nextInt(8) == 0 ? any(subjects) : any(VALUES)));
    return labels;
  }

  private String condition(int depth) {
    if (depth == 0) {
      return clause();
    }
    return switch (random.nextInt(5)) {
      case 0 -> "!(" + condition(depth - 1) + ")";
      case 1, 2 -> "(%s && %s)".formatted(condition(depth - 1), condition(depth - 1));
      default -> "(%s || %s)".formatted(condition(depth - 1), condition(depth - 1));
    };
  }

  private String clause() {
    return switch (random.nextInt(10)) {
      case 0 -> "has(resource.labels.%s)".formatted(random.nextBoolean() ? "env" : "owner");
      case 1 -> "%s in resource.labels".formatted(word());
      case 2 -> "%s in [%s]".formatted(word(), list(this::plainWord));
      case 3, 4 -> "%s %s %s".formatted(word(), random.nextBoolean() ? "==" : "!=", word());
      case 5 -> "%s.%s(%s)".formatted(word(), any(MATCHES), word());
      case 6 -> "now %s %s".formatted(any(ORDERS), moment());
      case 7 -> "%s %s now".formatted(moment(), any(ORDERS));
      case 8 -> "%s %s %d".formatted(part(), any(ORDERS), random.nextInt(-1, 25));
      default ->
          random.nextBoolean()
              ? "%s in [%s]".formatted(part(), list(() -> "" + random.nextInt(25)))
              : String.valueOf(random.nextBoolean());
    };
  }

  private String part() {
    return "now.%s(%s)".formatted(any(PARTS), any(ZONES));
  }

  private static final List<String> MOMENTS =
      List.of(
          "2026-11-21T11:59:59Z",
          "2026-11-21T12:00:00Z",
          "2026-11-21T13:00:00+01:00",
          "2026-11-21T12:00:00.5Z",
          "2027-01-01T00:00:00-08:00");

  private String moment() {
    return "timestamp(\"%s\")".formatted(any(MOMENTS));
  }

  private String word() {
    return switch (random.nextInt(5)) {
      case 0, 1 -> "resource.labels.%s".formatted(random.nextBoolean() ? "env" : "owner");
      case 2 ->
          "resource.labels[%s]"
              .formatted(random.nextInt(6) == 0 ? "resource.labels.env" : literal(any(KEYS)));
      default -> plainWord();
    };
  }

  private String plainWord() {
    return switch (random.nextInt(4)) {
      case 0 -> "subject.id";
      case 1 -> literal(any(subjects));
      default -> literal(any(VALUES));
    };
  }

  private static String literal(String text) {
    return "\"%s\"".formatted(text.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  private String list(java.util.function.Supplier<String> element) {
    return IntStream.range(0, random.nextInt(1, 4))
        .mapToObj(_ -> element.get())
        .collect(Collectors.joining(", "));
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
