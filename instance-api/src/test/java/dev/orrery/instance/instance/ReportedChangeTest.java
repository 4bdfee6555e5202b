package dev.orrery.instance.instance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orrery.instance.Catalog;
import dev.orrery.instance.WithHouse;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.events.Received;
import dev.orrery.kit.events.Traceparent;
import dev.orrery.kit.events.Verdict;
import dev.orrery.kit.testing.TokensForTests;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What reports do to the record, handed to the handler one by one.
@WithHouse
class ReportedChangeTest {
  @Inject RecordObservationOnProviderReported handler;
  @Inject Database database;
  @Inject ObjectMapper json;

  TokensForTests tokens;

  private Catalog catalog;
  private String instance;

  @BeforeEach
  void anInstanceOfItsOwn() {
    catalog = Catalog.of(tokens);
    instance = catalog.instance("web-1");
  }

  @Test
  void aReadyInstanceIsActiveAndSeen() {
    JsonPath seen = after(Reported.ready(instance, 1, "RUNNING"));

    assertThat(seen.getString("status")).isEqualTo("ACTIVE");
    assertThat(seen.getString("providerReference")).isEqualTo("sim-000017");
    assertThat(seen.getString("observed.powerState")).isEqualTo("RUNNING");
    assertThat(seen.getString("observed.hostname")).isEqualTo("web-1");
    assertThat(seen.getList("observed.addresses", String.class)).containsExactly("10.0.0.7");
    assertThat(seen.getInt("observed.vcpus")).isEqualTo(2);
    assertThat(seen.getInt("observed.generation")).isEqualTo(1);
    assertThat(seen.getString("desired.powerState")).isEqualTo("RUNNING");
    assertThat(seen.getInt("generation")).isEqualTo(1);
  }

  @Test
  void progressIsToldAndForgottenOnceReady() {
    JsonPath halfway = after(Reported.progress(instance, 1, "copying the image"));
    assertThat(halfway.getString("status")).isEqualTo("PENDING");
    assertThat(halfway.getString("observed.message")).isEqualTo("copying the image");
    assertThat(halfway.getString("observed.powerState")).isNull();

    assertThat(after(Reported.ready(instance, 1, "RUNNING")).getString("observed.message"))
        .isNull();
  }

  @Test
  void onlyAPermanentFailureFailsTheInstance() {
    assertThat(after(Reported.failed(instance, 1, "TRANSIENT")).getString("status"))
        .isEqualTo("PENDING");
    assertThat(after(Reported.failed(instance, 1, "UNKNOWN")).getString("status"))
        .isEqualTo("PENDING");

    JsonPath failed = after(Reported.failed(instance, 1, "PERMANENT"));

    assertThat(failed.getString("status")).isEqualTo("FAILED");
    assertThat(failed.getString("observed.message")).isEqualTo("NO_ROOM: every host is full");
  }

  @Test
  void aFailureToMakeWhatIsNoLongerWantedDoesNotCount() {
    wish("stopInstance");

    assertThat(after(Reported.failed(instance, 1, "PERMANENT")).getString("status"))
        .isEqualTo("PENDING");
  }

  @Test
  void aNewDesireGivesAFailedInstanceAnotherChance() {
    after(Reported.failed(instance, 1, "PERMANENT"));

    assertThat(wish("stopInstance").getString("status")).isEqualTo("PENDING");
    assertThat(after(Reported.ready(instance, 2, "STOPPED")).getString("status"))
        .isEqualTo("ACTIVE");
  }

  @Test
  void whatIsSeenNeverChangesWhatIsDesired() {
    JsonPath seen = after(Reported.ready(instance, 1, "STOPPED"));

    assertThat(seen.getString("observed.powerState")).isEqualTo("STOPPED");
    assertThat(seen.getString("desired.powerState")).isEqualTo("RUNNING");
  }

  @Test
  void anOlderGenerationDoesNotOverwriteANewerOne() {
    wish("stopInstance");
    after(Reported.ready(instance, 2, "STOPPED"));
    int version = catalog.version(instance);

    JsonPath late = after(Reported.ready(instance, 1, "RUNNING").with("fencingToken", 9));

    assertThat(late.getString("observed.powerState")).isEqualTo("STOPPED");
    assertThat(late.getInt("version")).isEqualTo(version);
  }

  @Test
  void anAnswerToAnEarlierOrderDoesNotOverwriteOneToALater() {
    after(Reported.ready(instance, 1, "RUNNING").with("fencingToken", 7));

    JsonPath late = after(Reported.failed(instance, 1, "PERMANENT").with("fencingToken", 6));

    assertThat(late.getString("status")).isEqualTo("ACTIVE");
    assertThat(late.getString("observed.message")).isNull();
  }

  @Test
  void progressOfAnOrderThatHasEndedIsOld() {
    after(Reported.ready(instance, 1, "RUNNING"));

    assertThat(
            after(Reported.progress(instance, 1, "copying the image"))
                .getString("observed.message"))
        .isNull();
  }

  @Test
  void aReportThatCountsWhateverAProvidersClockSays() {
    after(Reported.progress(instance, 1, "copying the image"));

    JsonPath seen =
        after(Reported.ready(instance, 1, "RUNNING").with("at", "2001-01-01T00:00:00Z"));

    assertThat(seen.getString("status")).isEqualTo("ACTIVE");
  }

  @Test
  void seeingTheSameAgainIsNoChange() {
    Reported ready = Reported.ready(instance, 1, "RUNNING");
    JsonPath first = after(ready);

    JsonPath again = after(ready);
    JsonPath looked =
        after(
            Reported.ready(instance, 1, "RUNNING")
                .with("verb", "observe")
                .with("operationToken", "look"));

    assertThat(again.getInt("version")).isEqualTo(first.getInt("version"));
    assertThat(looked.getInt("version")).isEqualTo(first.getInt("version"));
    assertThat(looked.getString("observed.observedAt"))
        .isEqualTo(first.getString("observed.observedAt"));
  }

  @Test
  void aLookDoesNotMakeAnInstanceActive() {
    JsonPath looked = after(Reported.ready(instance, 1, "RUNNING").with("verb", "observe"));

    assertThat(looked.getString("status")).isEqualTo("PENDING");
    assertThat(looked.getString("observed.powerState")).isEqualTo("RUNNING");
  }

  @Test
  void whatVanishedBehindOurBackFails() {
    after(Reported.ready(instance, 1, "RUNNING"));

    JsonPath lost = after(Reported.gone(instance, 1).with("verb", "observe"));

    assertThat(lost.getString("status")).isEqualTo("FAILED");
    assertThat(lost.getString("observed.powerState")).isNull();
    assertThat(lost.getList("observed.addresses")).isEmpty();
    assertThat(
            after(Reported.ready(instance, 1, "RUNNING").with("fencingToken", 2))
                .getString("status"))
        .isEqualTo("ACTIVE");
  }

  @Test
  void aDeletedInstanceGoesOnceItsProviderSaysSo() {
    wish("deleteInstance");

    assertThat(after(Reported.ready(instance, 1, "RUNNING")).getString("status"))
        .isEqualTo("DELETING");
    assertThat(after(Reported.gone(instance, 1)).getString("status")).isEqualTo("DELETING");
    assertThat(after(Reported.failed(instance, 2, "PERMANENT")).getString("status"))
        .isEqualTo("DELETING");

    assertThat(after(Reported.gone(instance, 2)).getMap("")).isNull();
    assertThat(given(Reported.gone(instance, 2))).isInstanceOf(Verdict.Done.class);
  }

  @Test
  void aProviderIsNotBelievedAboutWhatItDoesNotHold() {
    assertThat(given(Reported.ready(instance, 1, "RUNNING").with("provider", "other")))
        .isInstanceOf(Verdict.Reject.class);
    String adopted = catalog.adopt(Map.of("name", "old-1"));
    assertThat(given(Reported.ready(adopted, 1, "RUNNING"))).isInstanceOf(Verdict.Reject.class);
    assertThat(given(Reported.ready(Catalog.id("vrf"), 1, "RUNNING")))
        .isInstanceOf(Verdict.Reject.class);

    assertThat(catalog.read(instance).getMap("observed")).isNull();
  }

  @Test
  void theSubjectIsBelievedAndNotTheBody() {
    String victim = catalog.instance("web-2");

    assertThat(given(Reported.ready(instance, 1, "RUNNING"), "reports.simulator.compute." + victim))
        .isInstanceOf(Verdict.Reject.class);
    assertThat(catalog.read(victim).getString("status")).isEqualTo("PENDING");
  }

  private JsonPath after(Reported report) {
    assertThat(given(report)).isInstanceOf(Verdict.Done.class);
    return catalog.read(instance);
  }

  private Verdict given(Reported report) {
    return given(report, report.subject());
  }

  private Verdict given(Reported report, String subject) {
    ComputeReport body = json.convertValue(report.body(), ComputeReport.class);
    return database
        .own()
        .inTransaction(transaction ->
            handler.handle(
                new Received<>(
                    subject,
                    String.valueOf(report.body().get("id")),
                    body,
                    Instant.now(),
                    Traceparent.start()),
                transaction));
  }

  private JsonPath wish(String mutation) {
    return catalog.mutate(
        mutation,
        Character.toUpperCase(mutation.charAt(0)) + mutation.substring(1) + "Input",
        Map.of("id", instance, "version", catalog.version(instance)));
  }
}
