package dev.orrery.exams.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.exams.House;
import dev.orrery.exams.SharedHouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

/// Every root field of the graph is asked for something of one organization, by everybody.
///
/// The rows are made from the schema of the running gateway, so a field that nobody has thought
/// about fails here. What a stranger gets must not tell an id that is from one that never was.
@Order(2)
@ExtendWith(SharedHouse.class)
class AccessMatrixTest {
  /// Who must not be able to tell what is there from what never was; the provider, of what it is
  /// not shown.
  private static final List<Person> OUTSIDERS =
      List.of(Person.STRANGER, Person.NEIGHBOUR, Person.PROVIDER, Person.FORMER);

  private static final Map<String, String> TABLE = new TreeMap<>();

  private static Acme acme;

  @BeforeAll
  static void aHouseWithTwoOrganizations(House house) {
    acme = new Acme(house);
  }

  @AfterAll
  static void theTableIsWritten() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("| field | rule | " + String.join(" | ", names()) + " |");
    lines.add("|---|---|" + "---|".repeat(Person.values().length));
    lines.addAll(TABLE.values());
    Files.write(Path.of("target/access-matrix.md"), lines);
  }

  @TestFactory
  Stream<DynamicTest> everyRootFieldIsGrantedToThoseItIsMeantForAndToNobodyElse() {
    Map<String, Row> rows = new Rows(acme).all();
    assertThat(rows).hasSizeGreaterThan(70);
    return rows.values().stream().map(row -> DynamicTest.dynamicTest(row.field(), judged(row)));
  }

  @TestFactory
  Stream<DynamicTest> noSubgraphTellsAStrangerOfAnEntityMoreThanOfOneThatNeverWas() {
    EntityRows rows = new EntityRows(acme);
    return Stream.of("LOCATION", "IPAM", "INSTANCE", "PERMISSIONS", "HANDLERS")
        .flatMap(process -> {
          List<EntityRows.EntityRow> entities = rows.of(process);
          assertThat(entities).as(process).isNotEmpty();
          return entities.stream();
        })
        .map(row ->
            DynamicTest.dynamicTest("%s %s".formatted(row.process(), row.type()), judged(row)));
  }

  private static Executable judged(EntityRows.EntityRow row) {
    return () -> {
      String target = row.target().get();
      String absent = target.substring(0, target.indexOf('_') + 1) + neverGiven();
      JsonNode seen = acme.askSubgraph(row.process(), row.shownTo(), row.call(target));
      if (!row.owned() && seen.toString().contains("this subgraph resolves no " + row.type())) {
        return; // a reference to somebody else's entity: there is nothing to find here
      }
      assertThat(seen.has("errors")).as("a member's answer %s", seen).isFalse();
      if (row.owned()) {
        assertThat(seen.path("data").path("_entities").path(0).path("id").asText())
            .as("a member's answer %s", seen)
            .isEqualTo(target);
      }
      if (row.owned() && Acme.isShownToProviders(target)) {
        JsonNode shown = acme.askSubgraph(row.process(), Person.PROVIDER, row.call(target));
        assertThat(shown.path("data").path("_entities").path(0).path("id").asText())
            .as("what the provider is told %s", shown)
            .isEqualTo(target);
      }
      for (Person person : OUTSIDERS) {
        if (isOutside(person, target)
            && !row.type().equals("Provider")) { // serves everybody unless it says whom
          assertThat(plain(acme.askSubgraph(row.process(), person, row.call(target)), target))
              .as("what the %s is told", person)
              .isEqualTo(plain(acme.askSubgraph(row.process(), person, row.call(absent)), absent));
        }
      }
      for (Person person : List.of(Person.NOBODY, Person.FORGER, Person.EXPIRED)) {
        assertThat(acme.askSubgraph(row.process(), person, row.call(target)).toString())
            .as("what %s is told", person)
            .contains("UNAUTHENTICATED")
            .doesNotContain("\"_entities\":[{");
      }
    };
  }

  private static Executable judged(Row row) {
    return () -> {
      List<String> cells = new ArrayList<>();
      List<String> faults = new ArrayList<>();
      for (Person person : Person.values()) {
        String target = row.target().get();
        JsonNode answer = asked(person, row, target);
        Outcome outcome = outcome(row, answer);
        cells.add(outcome.name().toLowerCase(java.util.Locale.ROOT));
        if (!row.rule().allows(person, target).contains(outcome)) {
          faults.add("%s: %s, %s".formatted(person, outcome, answer));
        }
        if (isOutside(person, target) && row.rule() != Rule.ANYBODY) {
          String absent = target.substring(0, target.indexOf('_') + 1) + neverGiven();
          JsonNode ofAbsent = acme.ask(person, row.call().apply(absent));
          if (!plain(answer, target).equals(plain(ofAbsent, absent))) {
            faults.add("%s can tell: %s from %s".formatted(person, answer, ofAbsent));
          }
        }
      }
      TABLE.put(
          row.field(),
          "| %s | %s | %s |".formatted(row.field(), row.rule(), String.join(" | ", cells)));
      assertThat(faults).as(row.field()).isEmpty();
    };
  }

  private static boolean isOutside(Person person, String target) {
    return OUTSIDERS.contains(person)
        && !(person == Person.PROVIDER && Acme.isShownToProviders(target));
  }

  /// Asks again when a provider's report was quicker and the version is no longer the one named.
  private static JsonNode asked(Person person, Row row, String target) {
    JsonNode answer = acme.ask(person, row.call().apply(target));
    for (int again = 0; again < 10 && isOvertaken(answer); again++) {
      answer = acme.ask(person, row.call().apply(target));
    }
    return answer;
  }

  private static boolean isOvertaken(JsonNode answer) {
    return answer.path("errors").path(0).path("extensions").has("currentVersion");
  }

  private static Outcome outcome(Row row, JsonNode answer) {
    JsonNode error = answer.path("errors").path(0);
    if (!error.isMissingNode()) {
      return switch (error.path("extensions").path("code").asText()) {
        case "NOT_FOUND" -> Outcome.ABSENT;
        case "FORBIDDEN" -> Outcome.FORBIDDEN;
        case "UNAUTHENTICATED" -> Outcome.UNAUTHENTICATED;
        default ->
            row.later() != null
                    && error.path("message").asText().matches(".*(" + row.later() + ").*")
                ? Outcome.GRANTED
                : Outcome.ODD;
      };
    }
    JsonNode value = answer.path("data").path(row.field());
    if (value.isMissingNode()) {
      return Outcome.ODD;
    }
    boolean empty =
        value.isNull()
            || (value.isArray() && value.path(0).isNull())
            || (value.has("totalCount") && value.path("totalCount").asInt() == 0);
    return empty ? Outcome.ABSENT : Outcome.GRANTED;
  }

  /// An answer without what differs from request to request.
  private static String plain(JsonNode answer, String id) {
    return answer.toString().replace(id, "ID").replaceAll("\"traceId\":\"[^\"]*\"", "");
  }

  private static String neverGiven() {
    String digits = "0123456789abcdefghjkmnpqrstvwxyz";
    StringBuilder id = new StringBuilder("01");
    UUID random = UUID.randomUUID();
    long bits = random.getMostSignificantBits();
    for (int i = 0; i < 12; i++, bits >>>= 5) {
      id.append(digits.charAt((int) (bits & 31)));
    }
    bits = random.getLeastSignificantBits();
    for (int i = 0; i < 12; i++, bits >>>= 5) {
      id.append(digits.charAt((int) (bits & 31)));
    }
    return id.toString();
  }

  private static List<String> names() {
    return Stream.of(Person.values())
        .map(person -> person.name().toLowerCase(java.util.Locale.ROOT))
        .toList();
  }
}
