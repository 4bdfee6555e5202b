package dev.orrery.kit.events;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The trace that the current thread works for, from the HTTP request through outbox and NATS to
/// the last handler.
///
/// Whoever takes work in (an HTTP endpoint, the consumer loop) binds it once; [Outbox] reads it.
public final class Trace {
  private static final ScopedValue<Traceparent> CURRENT = ScopedValue.newInstance();

  private Trace() {}

  /// The bound trace, or a new one where nothing was bound.
  public static Traceparent current() {
    return CURRENT.isBound() ? CURRENT.get() : Traceparent.start();
  }

  /// Does the work as part of a trace.
  public static <T extends @Nullable Object> T call(Traceparent trace, Supplier<T> work) {
    return ScopedValue.where(CURRENT, trace).call(work::get);
  }

  /// Does the work as part of a trace.
  public static void run(Traceparent trace, Runnable work) {
    ScopedValue.where(CURRENT, trace).run(work);
  }
}
