package dev.orrery.gateway.planning.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ConditionTest {
  private static final Condition A = Condition.includedBy("a");
  private static final Condition NOT_A = Condition.skippedBy("a");
  private static final Condition B = Condition.includedBy("b");

  @Test
  void aConditionAndItsOppositeNeverHold() {
    assertThat(A.and(NOT_A).isNever()).isTrue();
  }

  @Test
  void aConditionOrItsOppositeAlwaysHolds() {
    assertThat(A.or(NOT_A).isAlways()).isTrue();
  }

  @Test
  void theWeakerClauseAbsorbsTheStronger() {
    assertThat(A.and(B).or(A)).isEqualTo(A);
  }

  @Test
  void holdsAsTheVariablesSay() {
    var condition = A.and(B).or(NOT_A);
    assertThat(condition.holds(Set.of("a", "b")::contains)).isTrue();
    assertThat(condition.holds(Set.of("a")::contains)).isFalse();
    assertThat(condition.holds(Set.of("b")::contains)).isTrue();
  }

  @Test
  void aStrongerConditionImpliesTheWeaker() {
    assertThat(A.and(B).implies(A)).isTrue();
    assertThat(A.implies(A.and(B))).isFalse();
    assertThat(A.implies(Condition.ALWAYS)).isTrue();
  }
}
