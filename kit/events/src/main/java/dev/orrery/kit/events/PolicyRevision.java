package dev.orrery.kit.events;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The revision of the policy that the current thread's work was decided by: what follows from the
/// work must not be decided by an older one.
///
/// It goes with the trace: whoever takes work in binds it, [Outbox] writes it into events, and what
/// is caused by an event passes it on.
public final class PolicyRevision {
  /// The extension attribute of a CloudEvent. A text, because an Integer of CloudEvents ends at 32
  /// bits.
  static final String ATTRIBUTE = "policyrevision";

  private static final ScopedValue<LongSupplier> CURRENT = ScopedValue.newInstance();

  private PolicyRevision() {}

  /// The bound revision; 0 where nothing was bound, or nobody decided by the policy.
  public static long current() {
    return CURRENT.isBound() ? CURRENT.get().getAsLong() : 0;
  }

  /// Does the work under a revision, which is asked for when it is needed.
  public static <T extends @Nullable Object> T call(LongSupplier revision, Supplier<T> work) {
    return ScopedValue.where(CURRENT, revision).call(work::get);
  }

  /// The same, for work without a result.
  public static void run(LongSupplier revision, Runnable work) {
    ScopedValue.where(CURRENT, revision).run(work);
  }

  /// Reads what an event or a header says; what is no revision says nothing.
  static long parse(@Nullable String text) {
    try {
      return text == null ? 0 : Math.max(0, Long.parseLong(text));
    } catch (NumberFormatException nonsense) {
      return 0;
    }
  }
}
