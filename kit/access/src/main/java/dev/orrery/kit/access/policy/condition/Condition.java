package dev.orrery.kit.access.policy.condition;

import java.time.Instant;
import java.util.Map;

/// When a binding counts, besides its expiry: `resource.labels.env == "dev" && now.getHours() <
/// 18`.
///
/// A text in CEL over `subject.id`, `resource.labels` and `now`. Whatever fails, such as a look at
/// a label that is not there, does not hold.
public final class Condition {
  /// In characters.
  public static final int LONGEST = 1_000;

  private final String text;
  private final Clause clause;

  private Condition(String text, Clause clause) {
    this.text = text;
    this.clause = clause;
  }

  /// @throws ConditionRefused when the text is none
  public static Condition parse(String text) {
    return new Condition(text, CelReader.read(text));
  }

  /// What is believed instead of a text that is none.
  public static Condition never(String text) {
    return new Condition(text, new Clause.Known(Truth.FAILED));
  }

  public String text() {
    return text;
  }

  /// @param subject the id of who asks
  public boolean holds(String subject, Map<String, String> labels, Instant now) {
    return clause.in(subject, labels, now) == Truth.TRUE;
  }

  /// What it asks of labels alone.
  public LabelCondition given(String subject, Instant now) {
    return new LabelCondition(clause.given(subject, now));
  }

  @Override
  public String toString() {
    return text;
  }
}
