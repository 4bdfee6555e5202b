package dev.orrery.kit.access.policy.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final String ANN = "user_01h455vb4pex5vsknk084sn02q";

  @Test
  void aLookAtALabelThatIsNotThereDoesNotHoldEvenTurnedRound() {
    assertThat(holds("resource.labels.env == 'dev'", Map.of())).isFalse();
    assertThat(holds("!(resource.labels.env == 'dev')", Map.of())).isFalse();
    assertThat(holds("resource.labels.env != 'dev'", Map.of())).isFalse();
    assertThat(holds("!has(resource.labels.env) || resource.labels.env == 'dev'", Map.of()))
        .isTrue();
  }

  @Test
  void theOwnerByLabelIsWhoeverAsks() {
    String text = "resource.labels['owner'] == subject.id";
    assertThat(holds(text, Map.of("owner", ANN))).isTrue();
    assertThat(holds(text, Map.of("owner", "user_01h455vb4pex5vsknk084sn02r"))).isFalse();
  }

  @Test
  void officeHoursAreThoseOfTheZone() {
    assertThat(holds("now.getHours('Europe/Berlin') == 13", Map.of())).isTrue();
    assertThat(holds("now.getDayOfWeek() in [0, 6]", Map.of())).isTrue();
  }

  @Test
  void whatDoesNotDependOnLabelsIsDecidedBeforeRowsAreLookedAt() {
    assertThat(given("now < timestamp('2027-01-01T00:00:00Z')").isAlways()).isTrue();
    assertThat(given("subject.id == 'somebody' && has(resource.labels.env)").isNever()).isTrue();
    assertThat(given("subject.id.startsWith('user_') && has(resource.labels.env)"))
        .isEqualTo(given("'env' in resource.labels"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "resource.labels.env = 'dev'|1:21: ",
        "resource.labels.env == 7|1:21: found no matching overload for '_==_'",
        "subject.name == 'ann'|1:1: undeclared reference to 'subject'",
        "has(resource.labels.env) &&\\n  resource.labels.env.matches('d.*')|2:30: 'matches' cannot be used here",
        "resource.labels.env < 'dev'|1:21: '<' cannot be used here",
        "size(resource.labels) == 1|'size' cannot be used here",
        "resource.labels.exists(k, k == 'env')|1:",
        "subject.id|1:1: it comes to string, and must come to true or false",
        "now < timestamp('soon')|'soon' is no time such as",
        "now < timestamp(resource.labels.until)|'now' can be compared with times such as",
        "now - timestamp('2026-01-01T00:00:00Z') < duration('1h')|cannot be used here",
        "now.getHours('Atlantis') == 3|1:14: write a time zone such as",
        "now.getHours() == now.getMinutes()|a part of the time can be compared with whole numbers",
        "subject.id in [resource.labels.owner]|1:31: a list cannot have labels in it",
        "resource.labels.env == 'a\\u0000'|1:24: the character U+0000 is in no text",
        "resource.labels.env == 'dev' ? true : false|cannot be used here",
        "{'a': 'b'} == resource.labels|cannot be used here",
        "|1:1: "
      })
  void refusesWhatItCannotUseAndSaysWhere(String text, String why) {
    String written = text == null ? "" : text.replace("\\n", "\n");
    assertThatThrownBy(() -> Condition.parse(written))
        .isInstanceOf(ConditionRefused.class)
        .hasMessageContaining(why);
  }

  @Test
  void refusesWhatIsTooLongOrTooDeep() {
    assertThatThrownBy(() -> Condition.parse("true || ".repeat(200) + "true"))
        .isInstanceOf(ConditionRefused.class);
    assertThatThrownBy(() -> Condition.parse("(".repeat(400) + "true" + ")".repeat(400)))
        .isInstanceOf(ConditionRefused.class);
  }

  private static boolean holds(String text, Map<String, String> labels) {
    return Condition.parse(text).holds(ANN, labels, NOW);
  }

  private static LabelCondition given(String text) {
    return Condition.parse(text).given(ANN, NOW);
  }
}
