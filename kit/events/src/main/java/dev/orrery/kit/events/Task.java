package dev.orrery.kit.events;

import dev.orrery.kit.database.Transaction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a delivery turns out to be, once it was read.
sealed interface Task {

  /// Work for the handler.
  ///
  /// @param key what the inbox remembers; null when it shall remember nothing
  record Work(@Nullable String key, Traceparent trace, Function<Transaction, Verdict> handling)
      implements Task {}

  /// Nothing this handler knows or is meant for.
  record NotMine(String why) implements Task {}
}
