package dev.orrery.exams;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The quick ones among the exams, at their small size, one after the other in one house.
@Order(3)
@ExtendWith(SharedHouse.class)
class ShortExamsTest {
  private static House house;

  @BeforeAll
  static void theHouseHasTenants(House shared) throws Exception {
    house = shared;
    var _ = house.tenants();
  }

  static List<Exam> exams() {
    return List.of(
        new RelayFrozen(),
        new RelayKilled(List.of(RelayKilled.Point.BEFORE_COMMIT)),
        new Poison(),
        new NewEnemy());
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
