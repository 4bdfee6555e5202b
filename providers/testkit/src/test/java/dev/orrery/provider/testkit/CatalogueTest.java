package dev.orrery.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.provider.testkit.checks.Catalogue;
import dev.orrery.provider.testkit.checks.Check;
import dev.orrery.provider.testkit.checks.Clause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  @Test
  void everyClauseBeginsWithItsWordsInTheGuide() throws IOException {
    var guide =
        Files.readString(
            Path.of(System.getProperty("orrery.root")).resolve("docs/provider-guide.md"));

    assertThat(Clause.values()).allSatisfy(clause -> assertThat(guide).contains(clause.words()));
  }

  @Test
  void everyClauseIsChecked() {
    var checked = EnumSet.noneOf(Clause.class);
    Catalogue.all().forEach(check -> checked.add(check.clause()));

    assertThat(checked).isEqualTo(EnumSet.allOf(Clause.class));
  }

  @Test
  void namesAreUniqueAndReadable() {
    assertThat(Catalogue.all())
        .hasSizeGreaterThanOrEqualTo(120)
        .extracting(Check::name)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z]+\\.[a-z0-9-]+"));
  }

  @Test
  void theGuideSaysHowManyChecksThereAre() throws IOException {
    var changes =
        Files.readString(Path.of(System.getProperty("orrery.root")).resolve("CHANGELOG.md"));

    assertThat(changes).contains("a testkit of %d checks".formatted(Catalogue.all().size()));
  }
}
