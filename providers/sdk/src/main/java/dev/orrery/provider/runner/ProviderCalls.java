package dev.orrery.provider.runner;

import dev.orrery.provider.Action;
import dev.orrery.provider.Outcome;
import dev.orrery.provider.Provider;
import dev.orrery.provider.Secrets;
import dev.orrery.provider.protocol.Order;
import dev.orrery.provider.protocol.Wire;
import dev.orrery.provider.secrets.KeyRing;
import dev.orrery.provider.secrets.Unopened;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Calls the provider and never throws: what it throws means that nobody knows what happened.
final class ProviderCalls<D, O> {
  private static final System.Logger LOG = System.getLogger(ProviderCalls.class.getName());

  private final Provider<D, O> provider;
  private final Class<D> desired;
  private final Outbound outbound;
  private final RunningWork running;
  private final Optional<KeyRing> keys;

  ProviderCalls(
      Provider<D, O> provider,
      Class<D> desired,
      Outbound outbound,
      RunningWork running,
      Optional<KeyRing> keys) {
    this.provider = provider;
    this.desired = desired;
    this.outbound = outbound;
    this.running = running;
    this.keys = keys;
  }

  static boolean knows(String verb) {
    return switch (verb) {
      case "ensure", "remove", "observe", "act" -> true;
      default -> false;
    };
  }

  /// Carries the order out on the calling thread, which is interrupted at the order's deadline.
  Outcome<?> carryOut(Order order) {
    Secrets secrets;
    try {
      secrets = opened(order);
    } catch (Unopened e) {
      return Outcome.permanent("SECRET_UNREADABLE", String.valueOf(e.getMessage()));
    }
    var work =
        new CurrentWork(
            order,
            secrets,
            mention ->
                outbound.mention(
                    Reports.progress(
                        mention.order(), mention.percent(), mention.message(), mention.log())));
    running.began(work);
    try (var ignored = Alarm.at(order.deadline())) {
      return guarded(judged(call(order, work), work), secrets);
    } catch (IOException e) {
      return Outcome.permanent("INVALID_ORDER", String.valueOf(e.getMessage()));
    } catch (RuntimeException | StackOverflowError | AssertionError | LinkageError e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "provider failed at " + order.operationToken(),
          withoutWords(e, secrets));
      return guarded(thrown(order, work, e), secrets);
    } finally {
      running.ended(work);
      work.tellTheRest();
    }
  }

  private Secrets opened(Order order) throws Unopened {
    var sealed = order.secrets();
    if (sealed == null || sealed.isEmpty() || keys.isEmpty()) {
      return Secrets.none();
    }
    var values = new HashMap<String, String>();
    for (var each : sealed.entrySet()) {
      values.put(each.getKey(), keys.get().open(each.getValue(), order.provider()));
    }
    return Secrets.of(values);
  }

  /// What the author overlooked does not leave the process.
  private static Outcome<?> guarded(Outcome<?> outcome, Secrets secrets) {
    return !secrets.names().isEmpty()
            && (secrets.areIn(outcome.toString()) || secrets.areIn(Wire.tree(outcome).toString()))
        ? Outcome.permanent("SECRET_IN_REPORT", "what was to be reported holds a secret")
        : outcome;
  }

  /// The messages of exceptions like to quote what they were given.
  private static Throwable withoutWords(Throwable e, Secrets secrets) {
    if (secrets.names().isEmpty()) {
      return e;
    }
    var silent = new IllegalStateException(e.getClass().getName());
    silent.setStackTrace(e.getStackTrace());
    return silent;
  }

  private Outcome<O> call(Order order, CurrentWork work) throws IOException {
    return switch (order.verb()) {
      case "ensure" -> {
        var wanted = order.desired();
        if (wanted == null) {
          throw new IOException("an ensure says what is desired");
        }
        yield provider.ensure(Wire.read(wanted, desired), work);
      }
      case "remove" -> provider.remove(work);
      case "observe" -> provider.observe(work);
      case "act" -> {
        var action = order.action();
        if (action == null) {
          throw new IOException("an act says which action");
        }
        var arguments = action.arguments();
        yield provider.act(
            new Action(action.name(), arguments == null ? Map.of() : arguments), work);
      }
      default -> throw new IllegalStateException("checked before: " + order.verb());
    };
  }

  /// A cancelled order does not come back: what is not finished ends here.
  private static Outcome<?> judged(Outcome<?> outcome, CurrentWork work) {
    return switch (outcome) {
      case Outcome.CheckAgain<?>(var after, var observed) when work.cancelled() ->
          OrderDesk.cancelled(observed);
      case Outcome.Progress<?>(var percent, var message, var after, var observed)
          when work.cancelled() ->
          OrderDesk.cancelled(observed);
      case Outcome.Ready<?> _,
          Outcome.CheckAgain<?> _,
          Outcome.Progress<?> _,
          Outcome.Failed<?> _,
          Outcome.Gone<?> _ ->
          outcome;
    };
  }

  private static Outcome<?> thrown(Order order, CurrentWork work, Throwable e) {
    var deadline = order.deadline();
    if (deadline != null && !Instant.now().isBefore(deadline)) {
      return Outcome.unknown("DEADLINE_EXCEEDED", "it was not finished at " + deadline);
    }
    if (work.cancelled()) {
      return Outcome.unknown("CANCELLED", "it was cancelled and broke off: " + e);
    }
    return Outcome.unknown("PROVIDER_EXCEPTION", e.toString());
  }

  /// Looks without the ceremony of an order of its own.
  Outcome<?> look(Order order) {
    var work = new CurrentWork(order, Secrets.none(), mention -> {});
    try (var ignored = Alarm.at(Instant.now().plus(Duration.ofSeconds(10)))) {
      return provider.observe(work);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "provider failed to observe", e);
      return Outcome.unknown("PROVIDER_EXCEPTION", e.toString());
    }
  }
}
