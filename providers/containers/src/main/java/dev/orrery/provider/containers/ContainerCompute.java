package dev.orrery.provider.containers;

import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.orrery.provider.Action;
import dev.orrery.provider.FailureKind;
import dev.orrery.provider.Outcome;
import dev.orrery.provider.Outcome.CheckAgain;
import dev.orrery.provider.Outcome.Gone;
import dev.orrery.provider.Outcome.Ready;
import dev.orrery.provider.Provider;
import dev.orrery.provider.Work;
import dev.orrery.provider.verification.BackEndFault;
import dev.orrery.provider.verification.Outside;
import dev.orrery.provider.verification.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.Supplier;

/// Instances as containers. A container that somebody else made and labelled with an instance's id
/// is adopted: it is started and stopped, but never replaced.
final class ContainerCompute implements Provider<DesiredMachine, ObservedMachine> {
  /// A container that ends sooner than this has not started.
  private static final Duration SETTLED = Duration.ofMillis(500);

  /// What ended longer ago than this is worth another start.
  private static final Duration LONG_AGO = Duration.ofSeconds(3);

  private static final int MOST_WORDS = 300;

  private final Engine engine;
  private final Notes notes;
  private final boolean pulls;
  private final Verification verification;

  ContainerCompute(Engine engine, Notes notes, boolean pulls, Verification verification) {
    this.engine = engine;
    this.notes = notes;
    this.pulls = pulls;
    this.verification = verification;
  }

  @Override
  public Outcome<ObservedMachine> ensure(DesiredMachine desired, Work work) {
    return arriving(
        work,
        present -> {
          if (present.isEmpty()) {
            return make(desired, work);
          }
          var container = present.get();
          if (container.isMadeAs(desired)) {
            return power(desired.powerState(), container, work);
          }
          if (!container.image().equals(desired.image())) {
            return Outcome.permanent(
                "IMAGE_IS_FIXED", "a container keeps the image it was made from");
          }
          return container.ours()
              ? replace(container, desired, work)
              : Outcome.permanent(
                  "ADOPTED_IS_NOT_REPLACED",
                  "the container was made by somebody else, and only a new one could be like that");
        });
  }

  @Override
  public Outcome<ObservedMachine> remove(Work work) {
    return arriving(
        work,
        present ->
            present
                .map(container ->
                    changing(
                        work,
                        "deleted",
                        () -> notes.begin(work),
                        () -> engine.remove(container.id()),
                        settling -> settling.isZero() ? new Gone<>() : new CheckAgain<>(settling)))
                .orElseGet(() ->
                    acting(
                        work,
                        () -> {
                          notes.begin(work);
                          return new Gone<>();
                        })));
  }

  @Override
  public Outcome<ObservedMachine> observe(Work work) {
    return arriving(work, ContainerCompute::seen);
  }

  private static Outcome<ObservedMachine> seen(Optional<Found> present) {
    return present
        .<Outcome<ObservedMachine>>map(container -> new Ready<>(container.observed()))
        .orElseGet(Gone::new);
  }

  @Override
  public Outcome<ObservedMachine> act(Action action, Work work) {
    if (!action.name().equals("reboot")) {
      return Provider.super.act(action, work);
    }
    return arriving(
        work,
        present -> {
          if (present.isEmpty()) {
            return Outcome.permanent("NO_SUCH_CONTAINER", "there is nothing to reboot");
          }
          var container = present.get();
          return acting(
              work,
              () -> {
                var before = notes.begin(work, container.startedAt());
                return before.equals(container.startedAt())
                    ? changing(
                        work,
                        "acted",
                        () -> {},
                        () -> engine.restart(container.id()),
                        settling -> lookAfter(settling, work))
                    : seen(present);
              });
        });
  }

  private Outcome<ObservedMachine> make(DesiredMachine desired, Work work) {
    var refusal = misplaced(desired.addresses());
    if (refusal.isEmpty()) {
      refusal = withoutImage(desired.image(), work);
    }
    return refusal.orElseGet(() ->
        changing(
            work,
            "created",
            () -> notes.begin(work),
            () -> create(desired, work),
            settling -> awaited(desired.powerState(), settling, work)));
  }

  private Outcome<ObservedMachine> replace(Found old, DesiredMachine desired, Work work) {
    var refusal = misplaced(desired.addresses());
    return refusal.orElseGet(() ->
        changing(
            work,
            "changed",
            () -> notes.begin(work),
            () -> {
              engine.remove(old.id());
              create(desired, work);
            },
            settling -> awaited(desired.powerState(), settling, work)));
  }

  private void create(DesiredMachine desired, Work work) {
    engine.create(desired, work);
    if (desired.powerState() == PowerState.RUNNING) {
      engine.start(engine.nameOf(work.resourceId()));
    }
  }

  private Outcome<ObservedMachine> power(PowerState wanted, Found container, Work work) {
    var now = Instant.now();
    if (container.powerState() == wanted) {
      var age = container.age(now);
      return age.isNegative() || age.compareTo(SETTLED) >= 0
          ? new Ready<>(container.observed())
          : new CheckAgain<>(SETTLED.minus(age), container.observed());
    }
    // Only what this very order has started already can have ended by itself since.
    if (wanted == PowerState.RUNNING
        && container.endedAtOnce(SETTLED, LONG_AGO, now)
        && notes.isBegun(work)) {
      return new Outcome.Failed<>(
          FailureKind.TRANSIENT,
          "ENDED_AT_ONCE",
          "the container ended by itself with code " + container.exitCode(),
          container.observed());
    }
    // The making of one that is half made was broken off.
    return changing(
        work,
        container.isHalfMade() && wanted == PowerState.RUNNING ? "created" : "changed",
        () -> notes.begin(work),
        () -> {
          switch (wanted) {
            case RUNNING -> engine.start(container.id());
            case STOPPED -> engine.stop(container.id());
          }
        },
        settling -> awaited(wanted, settling, work));
  }

  /// What runs has to run for a while before it counts; what stands still does so at once.
  private Outcome<ObservedMachine> awaited(PowerState wanted, Duration settling, Work work) {
    return switch (wanted) {
      case RUNNING -> new CheckAgain<>(settling.compareTo(SETTLED) > 0 ? settling : SETTLED);
      case STOPPED -> lookAfter(settling, work);
    };
  }

  private Outcome<ObservedMachine> lookAfter(Duration settling, Work work) {
    return settling.isZero() ? looking(work, ContainerCompute::seen) : new CheckAgain<>(settling);
  }

  /// Why the addresses cannot be had; empty when they can.
  private Optional<Outcome<ObservedMachine>> misplaced(List<String> addresses) {
    if (addresses.isEmpty()) {
      return Optional.empty();
    }
    long v6 = addresses.stream().filter(address -> address.contains(":")).count();
    if (v6 > 1 || addresses.size() - v6 > 1) {
      return Optional.of(
          Outcome.permanent(
              "TOO_MANY_ADDRESSES", "a container has one IPv4 and one IPv6 address at most"));
    }
    try {
      var subnets = engine.subnets();
      return addresses.stream()
          .filter(address -> subnets.stream().noneMatch(subnet -> subnet.contains(address)))
          .findFirst()
          .map(address ->
              Outcome.permanent(
                  "ADDRESS_OUTSIDE_NETWORK",
                  "%s is in none of the network's subnets %s".formatted(address, subnets)));
    } catch (RuntimeException unreachable) {
      return Optional.of(unreachable(unreachable));
    }
  }

  /// Why the image cannot be had; empty when it is there.
  private Optional<Outcome<ObservedMachine>> withoutImage(String image, Work work) {
    try {
      if (engine.hasImage(image)) {
        return Optional.empty();
      }
      if (!pulls) {
        return Optional.of(Outcome.permanent("NO_SUCH_IMAGE", "the engine has no image " + image));
      }
      work.progress(10, "fetching the image " + image);
      engine.pull(image);
      return Optional.empty();
    } catch (NotFoundException | DockerClientException refused) {
      return Optional.of(Outcome.permanent("NO_SUCH_IMAGE", words(refused)));
    } catch (InterruptedException deadline) {
      throw new IllegalStateException("interrupted while the image was fetched", deadline);
    } catch (RuntimeException outage) {
      return Optional.of(Outcome.transientFailure("IMAGE_NOT_FETCHED", words(outage)));
    }
  }

  /// What to do about what is there.
  private interface Step {
    Outcome<ObservedMachine> take(Optional<Found> present);
  }

  /// Looks for the first time, after whatever the testkit wants somebody else to have done by then.
  private Outcome<ObservedMachine> arriving(Work work, Step step) {
    var outside = verification.outside(work);
    if (outside != Outside.NOTHING) {
      engine.find(work.resourceId()).forEach(container -> meddle(outside, container));
    }
    return looking(work, step);
  }

  private void meddle(Outside outside, Found container) {
    switch (outside) {
      case VANISH -> engine.remove(container.id());
      case DRIFT -> {
        switch (container.powerState()) {
          case RUNNING -> engine.stop(container.id());
          case STOPPED -> engine.start(container.id());
        }
      }
      case NOTHING -> {}
    }
  }

  private Outcome<ObservedMachine> looking(Work work, Step step) {
    List<Found> found;
    try {
      found = engine.find(work.resourceId());
    } catch (RuntimeException outage) {
      if (isBrokenOff(work, outage)) {
        throw outage;
      }
      return unreachable(outage);
    }
    return found.size() > 1
        ? Outcome.permanent(
            "AMBIGUOUS",
            "%d containers are labelled with %s".formatted(found.size(), work.resourceId()))
        : step.take(found.stream().findFirst());
  }

  /// Changes something at the engine.
  ///
  /// @param effect the word of the verification protocol
  /// @param note what is noted down before
  /// @param then the outcome, for what needs that much longer to settle
  private Outcome<ObservedMachine> changing(
      Work work,
      String effect,
      Runnable note,
      Runnable change,
      Function<Duration, Outcome<ObservedMachine>> then) {
    return acting(
        work,
        () -> {
          note.run();
          var strike = verification.before(work);
          change.run();
          strike.happened(effect);
          return then.apply(strike.settles());
        });
  }

  /// Nothing was done yet.
  private static Outcome<ObservedMachine> unreachable(RuntimeException outage) {
    return Outcome.transientFailure(
        outage instanceof DockerException ? "ENGINE_ERROR" : "ENGINE_UNREACHABLE", words(outage));
  }

  /// Does something at the engine. A clear no means that nothing happened; of anything else nobody
  /// knows.
  private static Outcome<ObservedMachine> acting(
      Work work, Supplier<Outcome<ObservedMachine>> effect) {
    try {
      return effect.get();
    } catch (BackEndFault fault) {
      return fault.outcome();
    } catch (BadRequestException refused) {
      return Outcome.permanent("ENGINE_REFUSED", words(refused));
    } catch (DockerException answered) {
      return Outcome.unknown("ENGINE_ERROR", words(answered));
    } catch (RuntimeException silent) {
      if (isBrokenOff(work, silent)) {
        throw silent;
      }
      return Outcome.unknown("ENGINE_SILENT", words(silent));
    }
  }

  /// The deadline has passed, or somebody cancelled it: the runner puts that into words.
  private static boolean isBrokenOff(Work work, Throwable problem) {
    for (var cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedException || cause instanceof CancellationException) {
        return true;
      }
    }
    return work.cancelled() || Thread.currentThread().isInterrupted();
  }

  private static String words(RuntimeException problem) {
    var words = String.valueOf(problem.getMessage()).strip();
    return words.substring(0, Math.min(MOST_WORDS, words.length()));
  }
}
