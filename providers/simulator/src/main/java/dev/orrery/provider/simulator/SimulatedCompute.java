package dev.orrery.provider.simulator;

import dev.orrery.provider.Action;
import dev.orrery.provider.Outcome;
import dev.orrery.provider.Outcome.CheckAgain;
import dev.orrery.provider.Outcome.Gone;
import dev.orrery.provider.Outcome.Ready;
import dev.orrery.provider.Provider;
import dev.orrery.provider.Work;
import dev.orrery.provider.verification.BackEndFault;
import dev.orrery.provider.verification.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Machines of the simulated world. Everything here but the mischief is what a real provider does.
final class SimulatedCompute implements Provider<DesiredMachine, ObservedMachine> {
  private final World world;
  private final Mischief mischief;
  private final Verification verification;

  SimulatedCompute(World world, Mischief mischief, Verification verification) {
    this.world = world;
    this.mischief = mischief;
    this.verification = verification;
  }

  @Override
  public Outcome<ObservedMachine> ensure(DesiredMachine desired, Work work) {
    var present = look(work);
    if (present.isPresent() && !present.get().image().equals(desired.image())) {
      return Outcome.permanent("IMAGE_IS_FIXED", "a machine keeps the image it was made from");
    }
    if (present.isPresent() && present.get().matches(desired)) {
      return settled(present.get());
    }
    if (!work.secrets().names().isEmpty()) {
      work.log("took the secrets " + new TreeSet<>(work.secrets().names()));
    }
    return step(
        work,
        (before, settling) -> {
          var settledAt =
              Instant.now().plusMillis(mischief.faults().latencyMillis()).plus(settling);
          return before == null
              ? Machine.of(work.resourceId(), desired, settledAt)
              : before.becoming(desired, settledAt);
        });
  }

  @Override
  public Outcome<ObservedMachine> remove(Work work) {
    return look(work).isEmpty() ? new Gone<>() : step(work, (before, settling) -> null);
  }

  @Override
  public Outcome<ObservedMachine> observe(Work work) {
    return look(work)
        .<Outcome<ObservedMachine>>map(machine -> new Ready<>(machine.observed()))
        .orElseGet(Gone::new);
  }

  @Override
  public Outcome<ObservedMachine> act(Action action, Work work) {
    if (!action.name().equals("reboot")) {
      return Provider.super.act(action, work);
    }
    if (look(work).isEmpty()) {
      return Outcome.permanent("NO_SUCH_MACHINE", "there is nothing to reboot");
    }
    return step(
        work, (before, settling) -> before == null ? null : before.after(work.operationToken()));
  }

  /// What becomes of a machine that needs that much longer than usual to settle.
  private interface Step {
    @Nullable Machine from(@Nullable Machine before, Duration settling);
  }

  private Optional<Machine> look(Work work) {
    switch (verification.outside(work)) {
      case VANISH -> world.change(work.resourceId(), null, before -> null);
      case DRIFT ->
          world.change(work.resourceId(), null, before -> before == null ? null : before.flipped());
      case NOTHING -> {}
    }
    return world.find(work.resourceId());
  }

  private Outcome<ObservedMachine> step(Work work, Step step) {
    try {
      return verifiedStep(work, step);
    } catch (BackEndFault fault) {
      return fault.outcome();
    }
  }

  private Outcome<ObservedMachine> verifiedStep(Work work, Step step) {
    pretendToWork();
    if (mischief.strikes(Faults.Kind.TRANSIENT)) {
      return Outcome.transientFailure("BACK_END_BUSY", "the simulated back end is busy");
    }
    if (mischief.strikes(Faults.Kind.PERMANENT)) {
      return Outcome.permanent("BACK_END_REFUSED", "the simulated back end refused");
    }
    var strike = verification.before(work);
    var changed =
        world.change(
            work.resourceId(),
            work.operationToken(),
            before -> step.from(before, strike.settles()));
    changed.effect().ifPresent(effect -> strike.happened(effect.what().word()));
    if (mischief.strikes(Faults.Kind.CRASH)) {
      Runtime.getRuntime().halt(137);
    }
    if (mischief.strikes(Faults.Kind.UNKNOWN)) {
      return Outcome.unknown("ANSWER_LOST", "the simulated back end did not answer");
    }
    return changed.machine().map(SimulatedCompute::settled).orElseGet(Gone::new);
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
