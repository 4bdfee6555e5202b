package dev.orrery.gateway.execution.http;

import java.util.ArrayList;
import java.util.List;

/// Tells those who work for somebody that nobody waits for the result any more.
public final class Cancellation {
  /// Somebody always waits.
  public static final Cancellation NEVER = new Cancellation();

  // Guarded by this.
  private final List<Runnable> listeners = new ArrayList<>(2);
  private boolean cancelled;

  /// Happens once; further calls do nothing.
  public void cancel() {
    List<Runnable> told;
    synchronized (this) {
      if (cancelled || this == NEVER) {
        return;
      }
      cancelled = true;
      told = List.copyOf(listeners);
      listeners.clear();
    }
    told.forEach(Runnable::run);
  }

  public synchronized boolean isCancelled() {
    return cancelled;
  }

  /// Runs `listener` when it happens, at once when it has happened.
  public void onCancel(Runnable listener) {
    if (this == NEVER) {
      return;
    }
    synchronized (this) {
      if (!cancelled) {
        listeners.add(listener);
        return;
      }
    }
    listener.run();
  }
}
