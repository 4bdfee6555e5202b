package dev.orrery.provider.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import dev.orrery.kit.testing.PodmanForTests;
import dev.orrery.provider.Action;
import dev.orrery.provider.FailureKind;
import dev.orrery.provider.Outcome;
import dev.orrery.provider.Outcome.CheckAgain;
import dev.orrery.provider.Outcome.Failed;
import dev.orrery.provider.Outcome.Gone;
import dev.orrery.provider.Outcome.Ready;
import dev.orrery.provider.verification.Verification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against a real podman.
class ContainerComputeTest {
  private static final Verification NOT_VERIFIED = Verification.of(Map.of());
  private static PodmanForTests podman;
  private static DockerClient docker;
  private static int resources;

  private final String resource = "inst_01jd8x3f7vekmrh0v6q1c%05d".formatted(resources++);
  private final String address = "10.77.1." + (10 + resources);
  private Engine engine;
  private ContainerCompute compute;

  @BeforeAll
  static void startPodman() throws Exception {
    podman = Podman.start();
    docker = Podman.client(podman);
  }

  @AfterAll
  static void stopPodman() throws Exception {
    if (podman != null) {
      docker.close();
      podman.close();
    }
  }

  @BeforeEach
  void start() {
    engine = new Engine(settings(podman.url()));
    compute = new ContainerCompute(engine, new Notes(engine, "containers"), false, NOT_VERIFIED);
  }

  @AfterEach
  void removeAll() {
    for (var container : docker.listContainersCmd().withShowAll(true).exec()) {
      docker.removeContainerCmd(container.getId()).withForce(true).exec();
    }
    engine.close();
  }

  private static ContainerSettings settings(String engine) {
    return new ContainerSettings(
        "containers",
        "orrery",
        engine,
        "orrery",
        List.of(Subnet.parse("10.77.0.0/16")),
        Map.of("busybox", PodmanForTests.IMAGE, "ends", "localhost/orrery/ends:1"),
        false,
        Duration.ofSeconds(2));
  }

  @Test
  void makesAContainerWithLimitsLabelsAndItsAddress() throws Exception {
    var made = ready(ensured(machine(PowerState.RUNNING, address), work(1, "make")));

    assertThat(made.powerState()).isEqualTo(PowerState.RUNNING);
    assertThat(made.addresses()).containsExactly(address);
    assertThat(made.instanceType()).isEqualTo(new InstanceType(1, 64));
    assertThat(made.image()).isEqualTo("busybox");
    assertThat(made.hostname()).isEqualTo("web-1");
    var container = inspect();
    assertThat(container.getHostConfig().getMemory()).isEqualTo(64 * 1024 * 1024);
    assertThat(container.getHostConfig().getCpuQuota()).isEqualTo(100_000);
    assertThat(container.getConfig().getLabels())
        .containsEntry("dev.orrery.resource", resource)
        .containsEntry("dev.orrery.organization", GivenWork.ORGANIZATION)
        .containsEntry("dev.orrery.generation", "1");
    assertThat(logs()).contains("ready");
    assertThat(inside("ip", "-4", "addr")).contains(address);
    assertThat(
            inside(
                "cat", "/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/memory.max"))
        .contains(String.valueOf(64 * 1024 * 1024));
  }

  @Test
  void repeatingChangesNothing() {
    ensured(machine(PowerState.RUNNING), work(1, "make"));
    var before = inspect();
    ready(ensured(machine(PowerState.RUNNING), work(1, "make")));

    assertThat(inspect().getId()).isEqualTo(before.getId());
    assertThat(inspect().getState().getStartedAt()).isEqualTo(before.getState().getStartedAt());
  }

  @Test
  void stopsAndStartsTheSameContainer() {
    var made = ready(ensured(machine(PowerState.RUNNING, address), work(1, "make")));
    var stopped = ready(ensured(machine(PowerState.STOPPED, address), work(2, "stop")));
    var started = ready(ensured(machine(PowerState.RUNNING, address), work(3, "start")));

    assertThat(stopped.powerState()).isEqualTo(PowerState.STOPPED);
    assertThat(stopped.addresses()).containsExactly(address);
    assertThat(started).isEqualTo(made);
  }

  @Test
  void aContainerStoppedByHandIsSeenAndStartedAgain() {
    var made = ready(ensured(machine(PowerState.RUNNING), work(1, "make")));
    docker.stopContainerCmd(made.providerReference()).withTimeout(1).exec();

    assertThat(ready(compute.observe(work(1, "look"))).powerState()).isEqualTo(PowerState.STOPPED);
    assertThat(ready(ensured(machine(PowerState.RUNNING), work(1, "again")))).isEqualTo(made);
  }

  @Test
  void aContainerRemovedByHandIsSeenAndMadeAgain() {
    var made = ready(ensured(machine(PowerState.RUNNING, address), work(1, "make")));
    docker.removeContainerCmd(made.providerReference()).withForce(true).exec();

    assertThat(compute.observe(work(1, "look"))).isInstanceOf(Gone.class);
    var again = ready(ensured(machine(PowerState.RUNNING, address), work(1, "again")));
    assertThat(again.addresses()).containsExactly(address);
    assertThat(again.providerReference()).isNotEqualTo(made.providerReference());
  }

  @Test
  void aContainerThatGoesWhileItIsLookedAtIsGone() throws Exception {
    try (var hand = Executors.newSingleThreadExecutor()) {
      for (int i = 0; i < 20; i++) {
        ensured(machine(PowerState.STOPPED), work(1, "make"));
        var removed = hand.submit(() -> engine.remove(engine.nameOf(resource)));
        do {
          assertThat(compute.observe(work(1, "look"))).isInstanceOfAny(Ready.class, Gone.class);
        } while (!removed.isDone());
        removed.get();
        assertThat(compute.observe(work(1, "look"))).isInstanceOf(Gone.class);
      }
    }
  }

  @Test
  void anotherSizeTakesAnotherContainer() {
    ensured(machine(PowerState.RUNNING, address), work(1, "make"));
    var larger =
        new DesiredMachine(
            "Web 1", new InstanceType(2, 128), "busybox", PowerState.RUNNING, List.of(address));

    assertThat(ready(ensured(larger, work(2, "grow"))).instanceType())
        .isEqualTo(new InstanceType(2, 128));
    assertThat(inspect().getConfig().getLabels()).containsEntry("dev.orrery.generation", "2");
  }

  @Test
  void theImageOfAContainerCannotChange() {
    ensured(machine(PowerState.RUNNING), work(1, "make"));
    var other =
        new DesiredMachine("Web 1", new InstanceType(1, 64), "ends", PowerState.RUNNING, List.of());

    assertFailed(compute.ensure(other, work(2, "change")), FailureKind.PERMANENT, "IMAGE_IS_FIXED");
  }

  @Test
  void aContainerOfSomebodyElseIsAdoptedAndNeverReplaced() {
    var foreign =
        docker
            .createContainerCmd(PodmanForTests.IMAGE)
            .withName("legacy")
            .withLabels(Map.of("dev.orrery.resource", resource))
            .withHostConfig(
                HostConfig.newHostConfig()
                    .withNetworkMode("none")
                    .withMemory(64L * 1024 * 1024)
                    .withCpuPeriod(100_000L)
                    .withCpuQuota(100_000L))
            .exec()
            .getId();
    var asItIs =
        new DesiredMachine(
            "legacy", new InstanceType(1, 64), PodmanForTests.IMAGE, PowerState.RUNNING, List.of());
    var larger =
        new DesiredMachine(
            "legacy", new InstanceType(4, 64), PodmanForTests.IMAGE, PowerState.RUNNING, List.of());

    assertThat(ready(compute.observe(work(1, "look"))).providerReference()).isEqualTo(foreign);
    assertThat(ready(ensured(asItIs, work(1, "adopt"))).providerReference()).isEqualTo(foreign);
    assertFailed(
        ensured(larger, work(2, "grow")), FailureKind.PERMANENT, "ADOPTED_IS_NOT_REPLACED");
  }

  @Test
  void twoContainersForOneInstanceAreNotTouched() {
    for (var name : List.of("one", "two")) {
      docker
          .createContainerCmd(PodmanForTests.IMAGE)
          .withName(name)
          .withLabels(Map.of("dev.orrery.resource", resource))
          .exec();
    }

    assertFailed(compute.remove(work(1, "remove")), FailureKind.PERMANENT, "AMBIGUOUS");
    assertThat(docker.listContainersCmd().withShowAll(true).exec()).hasSize(2);
  }

  @Test
  void anImageThatNobodyHasIsNoUseTryingAgain() {
    var unknown =
        new DesiredMachine(
            "Web 1", new InstanceType(1, 64), "no-such", PowerState.RUNNING, List.of());

    assertFailed(compute.ensure(unknown, work(1, "make")), FailureKind.PERMANENT, "NO_SUCH_IMAGE");
  }

  @Test
  void anAddressOutsideTheNetworkIsRefusedBeforeAnythingIsMade() {
    assertFailed(
        ensured(machine(PowerState.RUNNING, "192.0.2.7"), work(1, "make")),
        FailureKind.PERMANENT,
        "ADDRESS_OUTSIDE_NETWORK");
    assertThat(compute.observe(work(1, "look"))).isInstanceOf(Gone.class);
  }

  @Test
  void anEngineThatIsNotThereDidNothing() {
    try (var nowhere = new Engine(settings("unix:///tmp/no-such-engine.sock"))) {
      var lost =
          new ContainerCompute(nowhere, new Notes(nowhere, "containers"), false, NOT_VERIFIED);

      assertFailed(
          lost.ensure(machine(PowerState.RUNNING), work(1, "make")),
          FailureKind.TRANSIENT,
          "ENGINE_UNREACHABLE");
    }
  }

  @Test
  void aContainerThatEndsAtOnceIsNotReady() {
    var machine =
        new DesiredMachine("Web 1", new InstanceType(1, 64), "ends", PowerState.RUNNING, List.of());

    assertFailed(ensured(machine, work(1, "make")), FailureKind.TRANSIENT, "ENDED_AT_ONCE");
  }

  @Test
  void whatWeStoppedRightAfterItsStartIsStartedAgain() {
    compute.ensure(machine(PowerState.RUNNING), work(1, "make"));
    ensured(machine(PowerState.STOPPED), work(2, "stop"));

    ready(ensured(machine(PowerState.RUNNING), work(3, "start")));
  }

  @Test
  void aRebootRepeatedAfterACrashIsNotDoneAgain() {
    ensured(machine(PowerState.RUNNING), work(1, "make"));
    var before = inspect().getState().getStartedAt();
    compute.act(new Action("reboot", Map.of()), work(1, "reboot"));
    var rebooted = inspect().getState().getStartedAt();
    // A process that knows nothing of the first try.
    var next = new ContainerCompute(engine, new Notes(engine, "containers"), false, NOT_VERIFIED);
    next.act(new Action("reboot", Map.of()), work(1, "reboot"));

    assertThat(rebooted).isNotEqualTo(before);
    assertThat(inspect().getState().getStartedAt()).isEqualTo(rebooted);
    next.act(new Action("reboot", Map.of()), work(1, "reboot-2"));
    assertThat(inspect().getState().getStartedAt()).isNotEqualTo(rebooted);
  }

  @Test
  void removingTwiceIsGoneTwice() {
    ensured(machine(PowerState.RUNNING), work(1, "make"));

    assertThat(compute.remove(work(2, "remove"))).isInstanceOf(Gone.class);
    assertThat(compute.remove(work(2, "remove"))).isInstanceOf(Gone.class);
    assertThat(docker.listContainersCmd().withShowAll(true).exec()).isEmpty();
  }

  @Test
  void theEngineRemembersTheNewestOrderAlsoOfWhatIsGone() {
    ensured(machine(PowerState.RUNNING), work(4, "make"));
    compute.remove(work(7, "remove"));

    var note = new Notes(engine, "containers").recall(resource);
    assertThat(note.generation()).isEqualTo(7);
    assertThat(note.fencingToken()).isEqualTo(7);
    assertThat(engine.notes(resource)).hasSize(1);
  }

  /// As the runner would: what shall be looked at again is.
  private Outcome<ObservedMachine> ensured(DesiredMachine desired, GivenWork work) {
    while (true) {
      var outcome = compute.ensure(desired, work);
      if (!(outcome instanceof CheckAgain<ObservedMachine>(var after, var _))) {
        return outcome;
      }
      try {
        Thread.sleep(after);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private GivenWork work(long generation, String token) {
    return new GivenWork(resource, generation, token);
  }

  private static DesiredMachine machine(PowerState power, String... addresses) {
    return new DesiredMachine(
        "Web 1", new InstanceType(1, 64), "busybox", power, List.of(addresses));
  }

  private static ObservedMachine ready(Outcome<ObservedMachine> outcome) {
    assertThat(outcome).isInstanceOf(Ready.class);
    return ((Ready<ObservedMachine>) outcome).observed();
  }

  private static void assertFailed(
      Outcome<ObservedMachine> outcome, FailureKind kind, String code) {
    assertThat(outcome).isInstanceOf(Failed.class);
    var failed = (Failed<ObservedMachine>) outcome;
    assertThat(failed.code()).as(failed.message()).isEqualTo(code);
    assertThat(failed.kind()).isEqualTo(kind);
  }

  private InspectContainerResponse inspect() {
    return docker.inspectContainerCmd(engine.nameOf(resource)).exec();
  }

  private String inside(String... command) throws InterruptedException {
    var exec =
        docker
            .execCreateCmd(engine.nameOf(resource))
            .withCmd(command)
            .withAttachStdout(true)
            .exec()
            .getId();
    return text(docker.execStartCmd(exec).exec(new Collected()));
  }

  private String logs() throws InterruptedException {
    return text(
        docker.logContainerCmd(engine.nameOf(resource)).withStdOut(true).exec(new Collected()));
  }

  private static String text(Collected collected) throws InterruptedException {
    collected.awaitCompletion();
    return collected.said.toString();
  }

  private static final class Collected extends ResultCallback.Adapter<Frame> {
    private final StringBuilder said = new StringBuilder();

    @Override
    public void onNext(Frame frame) {
      said.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
    }
  }
}
