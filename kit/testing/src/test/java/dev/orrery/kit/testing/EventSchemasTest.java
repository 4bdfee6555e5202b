package dev.orrery.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.launcher.deploy.StreamDeclaration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventSchemasTest {
  private static final String SNAPSHOT =
      """
      {"id": "reg_01m7xrkceaerxv2yasczzr4pkc", "organization": "org_01m7xrkceaerxv2yasczzr4pkc",
       "project": null, "name": "north", "status": "ACTIVE", "labels": {"env": "prod"},
       "annotations": {}, "version": 1, "createdAt": "2026-01-01T00:00:00Z",
       "updatedAt": "2026-01-01T00:00:00Z", "deletionRequestedAt": null, "parent": null}
      """;
  private static final String CREATED =
      """
      {"specversion": "1.0", "id": "evt_01m7xrkceaerxv2yasczzr4pkc", "source": "/location-api",
       "type": "dev.orrery.region.created.v1", "subject": "reg_01m7xrkceaerxv2yasczzr4pkc",
       "time": "2026-01-01T00:00:00.123456Z", "datacontenttype": "application/json",
       "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
       "data": {"version": 1, "before": null, "after": %s, "changed": ["name"],
                "actor": "user_01m7xrkceaerxv2yasczzr4pkc",
                "organization": "org_01m7xrkceaerxv2yasczzr4pkc", "project": null, "related": []}}
      """
          .formatted(SNAPSHOT);

  @Test
  void acceptsAnEventThatHonoursItsContract() {
    assertThatCode(() -> EventSchemas.assertValid(CREATED)).doesNotThrowAnyException();
  }

  @Test
  void acceptsFieldsItDoesNotKnow() {
    String more = CREATED.replace("\"name\": \"north\"", "\"name\": \"north\", \"new\": 1");
    assertThatCode(() -> EventSchemas.assertValid(more)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "version": 1, "before"                 | "version": 0, "before"
          "before": null                         | "before": {}
          "status": "ACTIVE"                     | "status": "GREAT"
          "parent": null                         | "parent": "site_01m7xrkceaerxv2yasczzr4pkc"
          "subject": "reg_                       | "subject": "room_
          "createdAt": "2026-01-01T00:00:00Z"    | "createdAt": "2026-01-01T00:00:00+01:00"
          .created.v1                            | .exploded.v1
          "project": null, "name": "north",      | "name": "north",
          "traceparent": "00-                    | "traceparent": "zz-
          """)
  void refusesAnEventThatBreaksItsContract(String right, String wrong) {
    assertThat(CREATED).contains(right);
    assertThatThrownBy(() -> EventSchemas.assertValid(CREATED.replace(right, wrong)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("breaks its contract");
  }

  @Test
  void refusesATypeWithoutAContract() {
    assertThatThrownBy(
            () -> EventSchemas.assertValid(CREATED.replace("region.created", "x.created")))
        .hasMessageContaining("schemas/events/x.json");
  }

  @Test
  void everyKindOfChangeThatAStreamCarriesHasAContract() {
    List<String> kinds =
        StreamDeclaration.readAll(Repository.streams()).stream()
            .flatMap(stream -> stream.configuration().getSubjects().stream())
            .filter(subject -> subject.startsWith("changes."))
            .map(subject -> subject.split("\\.")[1])
            .toList();
    assertThat(kinds)
        .isNotEmpty()
        .allSatisfy(kind ->
            assertThat(EventSchemas.class.getResource("/schemas/events/" + kind + ".json"))
                .as("schemas/events/%s.json", kind)
                .isNotNull());
  }
}
