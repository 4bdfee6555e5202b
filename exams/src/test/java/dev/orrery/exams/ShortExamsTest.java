package dev.orrery.exams;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The quick ones among the exams, at their small size, one after the other in one house.
class ShortExamsTest {
  private static House house;

  @BeforeAll
  static void theHouseIsUp() throws Exception {
    house = House.up();
    var _ = house.tenants();
  }

  @AfterAll
  static void nothingIsLeftRunning() throws IOException {
    house.close();
  }

  static List<Exam> exams() {
    return List.of(new RelayFrozen(), new Poison(), new NewEnemy());
  }

  @ParameterizedTest
  @MethodSource("exams")
  void thePromiseIsKept(Exam exam) throws Exception {
    exam.run(
        house,
        exam.small(),
        false,
        (format, values) -> System.out.printf(exam.name() + format + "%n", values));
  }
}
