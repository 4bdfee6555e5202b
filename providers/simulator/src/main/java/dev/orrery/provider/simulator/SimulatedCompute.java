package dev.orrery.provider.simulator;

import dev.orrery.provider.Action;
import dev.orrery.provider.Outcome;
import dev.orrery.provider.Outcome.CheckAgain;
import dev.orrery.provider.Outcome.Gone;
import dev.orrery.provider.Outcome.Ready;
import dev.orrery.provider.Provider;
import dev.orrery.provider.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Machines of the simulated world. Everything here but the mischief is what a real provider does.
final class SimulatedCompute implements Provider<DesiredMachine, ObservedMachine> {
  private final World world;
  private final Mischief mischief;

  SimulatedCompute(World world, Mischief mischief) {
    this.world = world;
    this.mischief = mischief;
  }

  @Override
  public Outcome<ObservedMachine> ensure(DesiredMachine desired, Work work) {
    var present = world.find(work.resourceId());
    if (present.isPresent() && !present.get().image().equals(desired.image())) {
      return Outcome.permanent("IMAGE_IS_FIXED", "a machine keeps the image it was made from");
    }
    if (present.isPresent() && present.get().matches(desired)) {
      return settled(present.get());
    }
    return step(
        work,
        before -> {
          var settledAt = Instant.now().plusMillis(mischief.faults().latencyMillis());
          return before == null
              ? Machine.of(work.resourceId(), desired, settledAt)
              : before.becoming(desired, settledAt);
        });
  }

  @Override
  public Outcome<ObservedMachine> remove(Work work) {
    return world.find(work.resourceId()).isEmpty() ? new Gone<>() : step(work, before -> null);
  }

  @Override
  public Outcome<ObservedMachine> observe(Work work) {
    return world
        .find(work.resourceId())
        .<Outcome<ObservedMachine>>map(machine -> new Ready<>(machine.observed()))
        .orElseGet(Gone::new);
  }

  @Override
  public Outcome<ObservedMachine> act(Action action, Work work) {
    if (!action.name().equals("reboot")) {
      return Provider.super.act(action, work);
    }
    if (world.find(work.resourceId()).isEmpty()) {
      return Outcome.permanent("NO_SUCH_MACHINE", "there is nothing to reboot");
    }
    return step(work, before -> before == null ? null : before.after(work.operationToken()));
  }

  private Outcome<ObservedMachine> step(Work work, World.Step step) {
    pretendToWork();
    if (mischief.strikes(Faults.Kind.TRANSIENT)) {
      return Outcome.transientFailure("BACK_END_BUSY", "the simulated back end is busy");
    }
    if (mischief.strikes(Faults.Kind.PERMANENT)) {
      return Outcome.permanent("BACK_END_REFUSED", "the simulated back end refused");
    }
    Optional<Machine> after = world.change(work.resourceId(), work.operationToken(), step);
    if (mischief.strikes(Faults.Kind.CRASH)) {
      Runtime.getRuntime().halt(137);
    }
    if (mischief.strikes(Faults.Kind.UNKNOWN)) {
      return Outcome.unknown("ANSWER_LOST", "the simulated back end did not answer");
    }
    return after.map(SimulatedCompute::settled).orElseGet(Gone::new);
  }

  private static Outcome<ObservedMachine> settled(Machine machine) {
    var left = machine.untilSettled(Instant.now());
    return left.isZero()
        ? new Ready<>(machine.observed())
        : new CheckAgain<>(left, machine.observed());
  }

  private void pretendToWork() {
    try {
      Thread.sleep(Duration.ofMillis(mischief.faults().callMillis()));
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted before anything happened", e);
    }
  }
}
