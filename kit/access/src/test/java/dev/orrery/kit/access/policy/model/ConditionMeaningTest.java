package dev.orrery.kit.access.policy.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.access.policy.condition.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Conditions mean in the index what CEL's own interpreter says that they mean.
class ConditionMeaningTest {
  private static final List<String> SUBJECTS =
      List.of("user_01h455vb4pex5vsknk084sn02q", "sa_01h455vb4pex5vsknk084sn02q");

  private final Random random = new Random(7);
  private final ConditionTexts texts = new ConditionTexts(random, SUBJECTS);

  @Test
  void holdWhereCelSaysSo() {
    int held = 0;
    int conditions = Integer.getInteger("conditions", 300);
    for (int i = 0; i < conditions; i++) {
      String text = texts.condition();
      Condition condition = Condition.parse(text);
      for (int asked = 0; asked < 4; asked++) {
        Map<String, String> labels = texts.labels();
        String subject = SUBJECTS.get(asked % 2);
        Instant now = Chance.NOW.plusSeconds(asked - 2L);
        boolean expected = Meaning.holds(text, subject, labels, now);
        assertThat(condition.holds(subject, labels, now))
            .as("%s for %s with %s at %s", text, subject, labels, now)
            .isEqualTo(expected);
        assertThat(condition.given(subject, now).holds(labels))
            .as("what is left of %s for %s with %s at %s", text, subject, labels, now)
            .isEqualTo(expected);
        held += expected ? 1 : 0;
      }
    }
    assertThat(held).isBetween(conditions, 3 * conditions);
  }
}
