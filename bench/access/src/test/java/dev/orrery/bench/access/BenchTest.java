package dev.orrery.bench.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.access.policy.PolicyIndex;
import dev.orrery.kit.testing.PostgresForTests;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is measured is what it says, and the database finds it by its indexes.
class BenchTest {

  @Test
  void aboutHalfOfTheQuestionsAreAnsweredYes() {
    LargePolicy policy = new LargePolicy(50_000);
    PolicyIndex index = policy.index();
    long yes =
        Stream.generate(policy::asked)
            .limit(4_000)
            .filter(asked ->
                index.check(asked.subject(), asked.action(), asked.target(), LargePolicy.NOW))
            .count();
    assertThat(index.size()).isEqualTo(50_000);
    assertThat(yes).isBetween(1_600L, 2_800L);
  }

  @Test
  void theWholePolicyIsReadFromItsMessages() throws Exception {
    assertThat(Size.of(2_000).messages()).isGreaterThan(2_000);
  }

  @Test
  void aPageOfWhatMayBeSeenIsFoundByAnIndex() throws Exception {
    try (PostgresForTests postgres = PostgresForTests.start();
        Pages pages = new Pages(postgres, 50_000)) {
      for (Map.Entry<String, Pages.Sql> viewer : pages.viewers().entrySet()) {
        List<String> plan = pages.plan(viewer.getValue());
        assertThat(plan)
            .as("%s: %s", viewer.getKey(), viewer.getValue().condition())
            .noneMatch(line -> line.contains("Seq Scan"));
        try (var page = pages.page(viewer.getValue(), "")) {
          assertThat(pages.read(page, new UUID(0, 0)) > 0)
              .as(viewer.getKey())
              .isEqualTo(!viewer.getKey().equals("of nothing"));
        }
      }
      Pages.Sql viewer = pages.viewers().get("of one organization of a thousand");
      Pages.Sql careless = new Pages.Sql(viewer.reach(), "true", List.of());
      try (var page = pages.page(careless, "")) {
        assertThat(pages.read(page, new UUID(0, 0)))
            .as("what the wall leaves of 50,000 rows where the condition is forgotten")
            .isEqualTo(50);
      }
    }
  }
}
