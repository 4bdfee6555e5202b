package dev.orrery.provider.testkit;

import dev.orrery.launcher.nats.NatsBinary;
import dev.orrery.provider.testkit.Verdict.Kind;
import dev.orrery.provider.testkit.bench.Bench;
import dev.orrery.provider.testkit.bench.Broken;
import dev.orrery.provider.testkit.bench.NotApplicable;
import dev.orrery.provider.testkit.bench.Patience;
import dev.orrery.provider.testkit.bench.UnderTest;
import dev.orrery.provider.testkit.checks.Catalogue;
import dev.orrery.provider.testkit.checks.Check;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs checks, several at a time, each alone with a process of the provider.
public final class Run {
  private static final Duration LEFT_OVER = Duration.ofSeconds(2);

  private final UnderTest provider;
  private final Path nats;
  private final Queue<Check> waiting;
  private final Consumer<Verdict> heard;
  private final Map<String, Verdict> verdicts = new ConcurrentHashMap<>();
  private volatile boolean verifiable;

  private Run(UnderTest provider, List<Check> checks, int benches, Consumer<Verdict> heard) {
    this.provider = provider;
    this.heard = heard;
    nats = NatsBinary.locate(provider.root());
    waiting = new ConcurrentLinkedQueue<>(benches == 1 ? checks : longOnesFirst(checks));
  }

  /// So that nobody waits for the last one alone.
  private static List<Check> longOnesFirst(List<Check> checks) {
    return checks.stream().sorted(Comparator.comparingInt(Check::seconds).reversed()).toList();
  }

  /// Returns when every check has its verdict and everything that was started has ended.
  ///
  /// @param benches how many processes of the provider run at the same time; one alone runs the
  ///   checks in the order in which they are given
  /// @param heard is told each verdict at once, from any thread
  public static Verdicts of(
      UnderTest provider, List<Check> checks, int benches, Consumer<Verdict> heard) {
    var run = new Run(provider, checks, benches, heard);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var working = new ArrayList<Future<?>>();
      for (int i = 0; i < Math.min(benches, checks.size()); i++) {
        working.add(threads.submit(run::work));
      }
      for (var one : working) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the run broke off", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    var all =
        checks.stream()
            .map(check -> Objects.requireNonNull(run.verdicts.get(check.name()), check.name()))
            .toList();
    return new Verdicts(all, checks.size() == Catalogue.all().size(), run.verifiable);
  }

  private void work() {
    @Nullable Bench bench = null;
    for (var check = waiting.poll(); check != null; check = waiting.poll()) {
      var began = Instant.now();
      try {
        if (bench == null || check.unstarted()) {
          if (bench != null) {
            bench.close();
          }
          bench = null;
          bench = new Bench(provider, nats);
        }
        if (!check.unstarted() && !bench.process().alive()) {
          bench.start();
        }
        check.run(bench);
        if (bench.claims("verification:1")) {
          verifiable = true;
        }
        judge(check, Kind.PASSED, "", began);
        if (tidy(bench)) {
          continue;
        }
      } catch (Broken broken) {
        judge(check, Kind.FAILED, String.valueOf(broken.getMessage()), began);
      } catch (NotApplicable none) {
        judge(check, Kind.NOT_APPLICABLE, none.why(), began);
        if (bench != null && tidy(bench)) {
          continue;
        }
      } catch (RuntimeException | Error e) {
        judge(check, Kind.BROKEN, trace(e), began);
      }
      // What a broken rule has left behind is not to be held against the provider again.
      if (bench != null) {
        bench.close();
        bench = null;
      }
    }
    if (bench != null) {
      bench.close();
    }
  }

  /// Whether the next check finds a bench on which nothing is left to do.
  private static boolean tidy(Bench bench) {
    bench.wire().disarm();
    if (!bench.process().alive()) {
      return true;
    }
    return Patience.until(
            LEFT_OVER, () -> bench.pending() == 0 ? Optional.of(true) : Optional.empty())
        .isPresent();
  }

  private void judge(Check check, Kind kind, String reason, Instant began) {
    var verdict = new Verdict(check, kind, reason, Duration.between(began, Instant.now()));
    verdicts.put(check.name(), verdict);
    heard.accept(verdict);
  }

  private static String trace(Throwable e) {
    var frames = e.getStackTrace();
    var text = new StringBuilder(e.toString());
    for (int i = 0; i < Math.min(6, frames.length); i++) {
      text.append("\n  at ").append(frames[i]);
    }
    return e.getCause() == null ? text.toString() : text + "\n  because of " + e.getCause();
  }
}
