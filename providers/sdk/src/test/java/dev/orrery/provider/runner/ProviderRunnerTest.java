package dev.orrery.provider.runner;

import static dev.orrery.provider.runner.World.IDENTITY;
import static dev.orrery.provider.runner.World.NAME;
import static dev.orrery.provider.runner.World.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.provider.FailureKind;
import dev.orrery.provider.Outcome;
import dev.orrery.provider.journal.FileJournal;
import dev.orrery.provider.protocol.Cancel;
import dev.orrery.provider.protocol.Heartbeat;
import dev.orrery.provider.protocol.Hello;
import dev.orrery.provider.protocol.Report;
import dev.orrery.provider.protocol.Report.Result;
import dev.orrery.provider.protocol.Subjects;
import dev.orrery.provider.protocol.Wire;
import dev.orrery.provider.runner.World.Size;
import dev.orrery.provider.secrets.KeyRing;
import dev.orrery.provider.secrets.Seal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderRunnerTest {
  private static final Duration ACK_WAIT = Duration.ofSeconds(1);

  /// How many orders a runner works on at a time.
  private static final int HANDS = 64;

  private static final String SECRET = "hunter2-do-not-repeat";
  private static World world;

  @TempDir Path home;
  private final ScriptedProvider provider = new ScriptedProvider();
  private ProviderRunner runner;
  private String resource;

  @BeforeAll
  static void startNats() throws Exception {
    world = new World();
  }

  @AfterAll
  static void stopNats() throws Exception {
    world.close();
  }

  @BeforeEach
  void start() {
    resource = world.resource();
    runner = startRunner();
  }

  @AfterEach
  void stop() {
    runner.close();
  }

  @Test
  void announcesItselfAndBeats() throws Exception {
    Thread.sleep(700);

    var hello = Wire.read(world.bodies(Subjects.hello(NAME)).getLast(), Hello.class);
    var beats = world.bodies(Subjects.heartbeat(NAME));

    assertThat(hello.kinds()).containsExactly("compute");
    assertThat(Wire.read(beats.getLast(), Heartbeat.class).session()).isEqualTo(hello.session());
  }

  @Test
  void anOrderIsCarriedOutReportedAndAcknowledged() throws Exception {
    world.send(order("ensure", resource).generation(3).build());

    var report = world.awaitEnd(resource);

    assertThat(report.outcome()).isEqualTo(Result.READY);
    assertThat(report.generation()).isEqualTo(3);
    assertThat(size(report)).isEqualTo(new Size(3));
    world.awaitNothingPending();
  }

  @Test
  void aDuplicateOrderGivesOneCallAndOneReport() throws Exception {
    var order = order("ensure", resource).build();
    world.send(order);
    world.awaitEnd(resource);
    world.send(order);
    world.send(order);
    world.awaitNothingPending();

    assertThat(provider.callsAt(resource)).isEqualTo(1);
    assertThat(world.reports(resource)).hasSize(1);
  }

  @Test
  void aDuplicateAfterARestartIsAnsweredFromTheJournal() throws Exception {
    var order = order("ensure", resource).build();
    world.send(order);
    world.awaitEnd(resource);

    runner.close();
    runner = startRunner();
    world.send(order);
    world.awaitNothingPending();

    assertThat(provider.callsAt(resource)).isEqualTo(1);
    assertThat(world.reports(resource)).hasSize(1);
  }

  @Test
  void aRetryIsCarriedOutAndReportedAgain() throws Exception {
    provider.at(resource, (_, _) -> Outcome.transientFailure("BUSY", "later"));
    world.send(order("ensure", resource).token("t").attempt(1).build());
    world.awaitEnd(resource);
    world.send(order("ensure", resource).token("t").attempt(2).build());
    world.await(resource, report -> report.attempt() == 2);

    assertThat(world.reports(resource)).hasSize(2);
  }

  @Test
  void aLowerFencingTokenIsRefused() throws Exception {
    world.send(order("ensure", resource).fence(7).build());
    world.send(order("ensure", resource).fence(6).generation(2).build());

    var refused = world.await(resource, report -> report.fencingToken() == 6);

    assertThat(failure(refused).code()).isEqualTo("STALE_FENCING_TOKEN");
    assertThat(provider.callsAt(resource)).isEqualTo(1);
  }

  @Test
  void theFencingTokenIsRememberedOverARestart() throws Exception {
    world.send(order("ensure", resource).fence(7).build());
    world.awaitEnd(resource);

    runner.close();
    runner = startRunner();
    world.send(order("remove", resource).fence(6).build());

    var refused = world.await(resource, report -> report.fencingToken() == 6);
    assertThat(failure(refused).code()).isEqualTo("STALE_FENCING_TOKEN");
  }

  @Test
  void aStaleGenerationIsSkippedWithTheNewerState() throws Exception {
    world.send(order("ensure", resource).generation(5).build());
    world.awaitEnd(resource);
    world.send(order("ensure", resource).generation(4).token("stale").build());

    var skipped = world.await(resource, report -> "stale".equals(report.operationToken()));

    assertThat(skipped.outcome()).isEqualTo(Result.SUPERSEDED);
    assertThat(skipped.generation()).isEqualTo(5);
    assertThat(size(skipped)).isEqualTo(new Size(5));
    assertThat(provider.callsAt(resource)).isEqualTo(1);
  }

  @Test
  void anUnknownVerbIsAPermanentFailure() throws Exception {
    world.send(order("frobnicate", resource).build());

    var failure = failure(world.awaitEnd(resource));

    assertThat(failure.kind()).isEqualTo(FailureKind.PERMANENT);
    assertThat(failure.code()).isEqualTo("UNKNOWN_VERB");
    world.awaitNothingPending();
  }

  @Test
  void removeObserveAndActReachTheProvider() throws Exception {
    world.send(order("ensure", resource).token("1").build());
    world.send(order("observe", resource).token("2").build());
    world.send(order("act", resource).token("3").build());
    world.send(order("remove", resource).token("4").build());
    world.await(resource, report -> "4".equals(report.operationToken()));

    assertThat(world.reports(resource))
        .extracting(Report::outcome)
        .containsExactly(Result.READY, Result.READY, Result.READY, Result.GONE);
    assertThat(provider.calls).contains("act reboot " + resource);
  }

  @Test
  void checkAgainComesBackUntilItIsReady() throws Exception {
    provider.at(
        resource,
        (size, work) ->
            provider.callsAt(work.resourceId()) < 3
                ? new Outcome.CheckAgain<>(Duration.ofMillis(100))
                : new Outcome.Ready<>(size));
    world.send(order("ensure", resource).build());

    world.awaitEnd(resource);

    assertThat(provider.callsAt(resource)).isEqualTo(3);
    assertThat(world.reports(resource))
        .extracting(Report::outcome)
        .containsExactly(Result.CHECK_AGAIN, Result.READY);
    world.awaitNothingPending();
  }

  @Test
  void checkAgainSurvivesARestart() throws Exception {
    provider.at(resource, (_, _) -> new Outcome.CheckAgain<>(Duration.ofMillis(500)));
    world.send(order("ensure", resource).build());
    world.await(resource, report -> report.outcome() == Result.CHECK_AGAIN);

    runner.close();
    provider.at(resource, (size, _) -> new Outcome.Ready<>(size));
    runner = startRunner();

    assertThat(world.awaitEnd(resource).outcome()).isEqualTo(Result.READY);
  }

  @Test
  void aCancelStopsAnOrderThatWaitsToComeBack() throws Exception {
    provider.at(resource, (_, _) -> new Outcome.CheckAgain<>(Duration.ofMillis(300)));
    world.send(order("ensure", resource).token("t").build());
    world.await(resource, report -> report.outcome() == Result.CHECK_AGAIN);

    cancel("t");

    assertThat(failure(world.awaitEnd(resource)).code()).isEqualTo("CANCELLED");
    world.awaitNothingPending();
  }

  @Test
  void aCancelDoesNotWaitUntilTheOrderComesBack() throws Exception {
    provider.at(resource, (_, _) -> new Outcome.CheckAgain<>(Duration.ofMinutes(10)));
    world.send(order("ensure", resource).token("t").build());
    world.await(resource, report -> report.outcome() == Result.CHECK_AGAIN);

    cancel("t");

    assertThat(failure(world.awaitEnd(resource)).code()).isEqualTo("CANCELLED");
    world.awaitNothingPending();
  }

  @Test
  void aRunningProviderSeesTheCancel() throws Exception {
    var started = new CountDownLatch(1);
    provider.at(
        resource,
        (_, work) -> {
          started.countDown();
          while (!work.cancelled()) {
            Thread.sleep(10);
          }
          return new Outcome.CheckAgain<>(Duration.ofMinutes(1));
        });
    world.send(order("ensure", resource).token("t").build());
    assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();

    cancel("t");

    assertThat(failure(world.awaitEnd(resource)).code()).isEqualTo("CANCELLED");
  }

  @Test
  void aCancelReachesAProviderWhoseHandsAreAllFull() throws Exception {
    var busy = new CountDownLatch(HANDS);
    var over = new CountDownLatch(1);
    for (int i = 0; i < HANDS + 20; i++) {
      var other = i == 0 ? resource : world.resource();
      provider.at(
          other,
          (size, work) -> {
            busy.countDown();
            while (!work.cancelled() && over.getCount() > 0) {
              Thread.sleep(10);
            }
            return new Outcome.Ready<>(size);
          });
      world.send(order("ensure", other).token("t" + i).build());
    }
    assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();
    var asked = Instant.now();

    cancel("t0");
    world.awaitEnd(resource);

    assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(2));
    over.countDown();
    world.awaitNothingPending();
  }

  @Test
  void secretsAreOpenedForTheProvider() throws Exception {
    var opened = new CopyOnWriteArrayList<String>();
    provider.at(
        resource,
        (size, work) -> {
          opened.add(work.secrets() + work.secrets().find("password").orElseThrow());
          return new Outcome.Ready<>(size);
        });

    world.send(order("ensure", resource).secrets(Map.of("password", sealed())).build());
    world.awaitEnd(resource);

    assertThat(opened).containsExactly("Secrets[password]" + SECRET);
  }

  @Test
  void aSecretThatCannotBeOpenedIsRefused() throws Exception {
    world.send(order("ensure", resource).secrets(Map.of("password", sealed() + "AAAA")).build());

    assertThat(failure(world.awaitEnd(resource)).code()).isEqualTo("SECRET_UNREADABLE");
    assertThat(provider.callsAt(resource)).isZero();
  }

  @Test
  void whatAnAuthorLeaksDoesNotLeaveTheProcess() throws Exception {
    provider.at(
        resource,
        (_, work) -> {
          work.progress(10, "using " + work.secrets().find("password").orElseThrow());
          work.log("with " + work.secrets().find("password").orElseThrow());
          if (work.attempt() == 1) {
            throw new IllegalStateException(work.secrets().find("password").orElseThrow());
          }
          return Outcome.permanent("REFUSED", work.secrets().find("password").orElseThrow());
        });

    world.send(order("ensure", resource).secrets(Map.of("password", sealed())).build());
    assertThat(failure(world.awaitEnd(resource)).code()).isEqualTo("SECRET_IN_REPORT");
    world.send(order("ensure", resource).attempt(2).secrets(Map.of("password", sealed())).build());
    world.awaitNothingPending();

    for (var report : world.bodies(Subjects.report(World.NAME, "*", resource))) {
      assertThat(new String(report, StandardCharsets.UTF_8)).doesNotContain(SECRET);
    }
  }

  private String sealed() {
    var key = KeyRing.open(home.resolve("secrets.jwks")).announced();
    return Seal.seal(SECRET, key, World.NAME);
  }

  @Test
  void theLogIsToldLineByLine() throws Exception {
    provider.at(
        resource,
        (size, work) -> {
          work.log("first");
          work.progress(10, "begun");
          for (int i = 0; i < 150; i++) {
            work.log("line " + i);
          }
          return new Outcome.Ready<>(size);
        });
    world.send(order("ensure", resource).build());
    world.awaitEnd(resource);

    var progress =
        world.reports(resource).stream()
            .filter(report -> report.outcome() == Result.PROGRESS)
            .map(Report::progress)
            .toList();
    assertThat(progress.stream().flatMap(each -> each.lines().stream()))
        .startsWith("first", "begun", "line 0")
        .endsWith("line 149")
        .hasSize(152);
    assertThat(progress).allMatch(each -> each.lines().size() <= 100);
  }

  @Test
  void workLongerThanTheAckWaitIsDoneOnce() throws Exception {
    provider.at(
        resource,
        (size, work) -> {
          work.progress(50, "half way");
          Thread.sleep(3 * ACK_WAIT.toMillis());
          return new Outcome.Ready<>(size);
        });
    world.send(order("ensure", resource).build());

    world.awaitEnd(resource);

    assertThat(provider.callsAt(resource)).isEqualTo(1);
    assertThat(world.reports(resource))
        .extracting(Report::outcome)
        .containsExactly(Result.PROGRESS, Result.READY);
  }

  @Test
  void theDeadlineInterruptsAndLeavesItUnknown() throws Exception {
    provider.at(
        resource,
        (size, _) -> {
          Thread.sleep(20_000);
          return new Outcome.Ready<>(size);
        });
    world.send(order("ensure", resource).deadline(Duration.ofMillis(500)).build());

    var failure = failure(world.awaitEnd(resource));

    assertThat(failure.kind()).isEqualTo(FailureKind.UNKNOWN);
    assertThat(failure.code()).isEqualTo("DEADLINE_EXCEEDED");
  }

  @Test
  void anOrderThatComesTooLateIsNotBegun() throws Exception {
    world.send(order("ensure", resource).deadline(Duration.ofSeconds(-1)).build());

    assertThat(failure(world.awaitEnd(resource)).kind()).isEqualTo(FailureKind.TRANSIENT);
    assertThat(provider.callsAt(resource)).isZero();
  }

  @Test
  void anExceptionMeansThatNobodyKnows() throws Exception {
    provider.at(
        resource,
        (_, _) -> {
          throw new IllegalArgumentException("boom");
        });
    world.send(order("ensure", resource).build());

    var failure = failure(world.awaitEnd(resource));

    assertThat(failure.kind()).isEqualTo(FailureKind.UNKNOWN);
    assertThat(failure.code()).isEqualTo("PROVIDER_EXCEPTION");
  }

  @Test
  void whatCannotBeReadIsReportedAndAcknowledged() throws Exception {
    var subject = Subjects.order(NAME, "compute", "ensure", resource);
    world.sendRaw(subject, "{".getBytes(StandardCharsets.UTF_8));
    world.sendRaw(subject, new byte[600 * 1024]);
    world.awaitNothingPending();

    assertThat(world.reports(resource))
        .extracting(report -> failure(report).code())
        .containsExactlyInAnyOrder("UNREADABLE_ORDER", "ORDER_TOO_LARGE");
  }

  @Test
  void whatNamesNoResourceIsParked() throws Exception {
    world.sendRaw("work.simulator.nonsense", "{}".getBytes(StandardCharsets.UTF_8));
    world.awaitNothingPending();

    assertThat(world.bodies("deadletters.simulator.work.simulator.nonsense")).hasSize(1);
  }

  @Test
  void oneResourceIsWorkedOnInOrderAndOthersInParallel() throws Exception {
    var other = world.resource();
    var release = new CountDownLatch(1);
    List<String> ended = new CopyOnWriteArrayList<>();
    provider.at(
        resource,
        (size, _) -> {
          if (size.wheels() == 1) {
            release.await();
          }
          ended.add("own " + size.wheels());
          return new Outcome.Ready<>(size);
        });
    world.send(order("ensure", resource).generation(1).build());
    world.send(order("ensure", resource).generation(2).build());
    world.send(order("ensure", other).build());

    world.awaitEnd(other);
    assertThat(ended).isEmpty();
    release.countDown();
    world.await(resource, report -> report.generation() == 2);

    assertThat(ended).containsExactly("own 1", "own 2");
  }

  @Test
  void anOutageOfNatsLosesNothing() throws Exception {
    var release = new CountDownLatch(1);
    provider.at(
        resource,
        (size, _) -> {
          release.await();
          return new Outcome.Ready<>(size);
        });
    world.send(order("ensure", resource).build());
    while (provider.callsAt(resource) == 0) {
      Thread.sleep(10);
    }
    world.nats.kill();
    release.countDown();
    Thread.sleep(500);
    world.nats.restart();

    assertThat(world.awaitEnd(resource).outcome()).isEqualTo(Result.READY);
    var next = world.resource();
    world.send(order("ensure", next).build());
    assertThat(world.awaitEnd(next).outcome()).isEqualTo(Result.READY);
    assertThat(world.reports(resource)).hasSize(1);
  }

  @Test
  void anOrderThatKeepsBringingTheProcessDownIsGivenUp() throws Exception {
    var order = order("ensure", resource).build();
    runner.close();
    try (var journal = FileJournal.open(home.resolve("orders.journal"))) {
      for (int i = 0; i < OrderDesk.MOST_UNFINISHED_STARTS; i++) {
        journal.update(resource, memory -> memory.beginning(order));
      }
    }
    runner = startRunner();
    world.send(order);

    assertThat(failure(world.awaitEnd(resource)).code()).isEqualTo("CRASHED_REPEATEDLY");
    assertThat(provider.callsAt(resource)).isZero();
  }

  private ProviderRunner startRunner() {
    return ProviderRunner.start(IDENTITY, provider, Size.class, world.settings(home, ACK_WAIT));
  }

  private void cancel(String token) throws Exception {
    var cancel =
        new Cancel(
            Wire.PROTOCOL,
            NAME,
            "compute",
            resource,
            null,
            null,
            token,
            "no longer wanted",
            Instant.now(),
            null);
    world.sendRaw(Subjects.order(NAME, "compute", "cancel", resource), Wire.write(cancel));
  }

  private static Size size(Report report) throws IOException {
    assertThat(report.observed()).as("%s", report).isNotNull();
    return Wire.read(report.observed(), Size.class);
  }

  private static Report.Failure failure(Report report) {
    assertThat(report.failure()).as("%s", report).isNotNull();
    return report.failure();
  }
}
