package dev.orrery.bench.gateway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingTest {
  @Test
  void takesTheMiddleOfAnOddNumberOfRoundsForEachFigureByItself() {
    var median = Reading.median(List.of(reading(100, 3), reading(300, 1), reading(200, 2)));

    assertThat(median.requests()).isEqualTo(200);
    assertThat(median.p99()).isEqualTo(2);
  }

  @Test
  void takesTheMeanOfTheTwoInTheMiddleOfAnEvenNumberOfRounds() {
    var median = Reading.median(List.of(reading(100, 4), reading(400, 1)));

    assertThat(median.requests()).isEqualTo(250);
    assertThat(median.p99()).isEqualTo(2.5);
  }

  private static Reading reading(double requests, double p99) {
    return new Reading(requests, 1, p99, 1, 7, 100, 99);
  }
}
