package dev.orrery.exams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orrery.launcher.graph.GraphRefusal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private final Ledger ledger = new Ledger();

  @Test
  void whatWasPromisedMustBeThereOnce() {
    ledger.write("a", () -> {});

    assertThatCode(() -> ledger.check(Map.of("a", 1))).doesNotThrowAnyException();
    assertThatThrownBy(() -> ledger.check(Map.of()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("a: told OK, there 0 times");
    assertThatThrownBy(() -> ledger.check(Map.of("a", 2))).isInstanceOf(AssertionError.class);
  }

  @Test
  void whatWasRefusedMustNotBeThere() {
    ledger.write("a", () -> refuse("QUOTA_EXCEEDED"));

    assertThatCode(() -> ledger.check(Map.of())).doesNotThrowAnyException();
    assertThatThrownBy(() -> ledger.check(Map.of("a", 1))).isInstanceOf(AssertionError.class);
  }

  @Test
  void whatNobodyKnowsMayBeThereOnceOrNot() {
    ledger.write("a", () -> refuse("TIMEOUT"));
    ledger.write(
        "b",
        () -> {
          throw new IllegalStateException("connection reset");
        });

    assertThatCode(() -> ledger.check(Map.of("a", 1))).doesNotThrowAnyException();
    assertThatThrownBy(() -> ledger.check(Map.of("b", 2))).isInstanceOf(AssertionError.class);
    assertThat(ledger.told(Ledger.Told.UNKNOWN)).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void asksAgainWhileNobodyKnows() {
    AtomicInteger asked = new AtomicInteger();

    ledger.write(
        "a",
        List.of(Duration.ZERO, Duration.ZERO, Duration.ZERO),
        () -> {
          if (asked.incrementAndGet() < 3) {
            throw new IllegalStateException("connection reset");
          }
        });

    assertThat(asked).hasValue(3);
    assertThat(ledger.repeats()).isEqualTo(2);
    assertThat(ledger.told(Ledger.Told.OK)).containsExactly("a");
  }

  @Test
  void aRefusalAfterADoubtfulAttemptLeavesItUnknown() {
    AtomicInteger asked = new AtomicInteger();

    ledger.write(
        "a",
        List.of(Duration.ZERO),
        () -> refuse(asked.incrementAndGet() == 1 ? "UNAVAILABLE" : "ALREADY_EXISTS"));

    assertThat(ledger.told(Ledger.Told.UNKNOWN)).containsExactly("a");
    assertThatCode(() -> ledger.check(Map.of("a", 1))).doesNotThrowAnyException();
  }

  private static void refuse(String code) {
    var errors = new ObjectMapper().createArrayNode();
    errors.addObject().put("message", "no").putObject("extensions").put("code", code);
    throw new GraphRefusal(errors);
  }
}
