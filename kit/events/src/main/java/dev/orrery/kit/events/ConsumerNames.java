package dev.orrery.kit.events;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Two handlers with one consumer would each get half of the messages.
final class ConsumerNames {
  private ConsumerNames() {}

  /// @throws IllegalStateException when a name is taken twice, or cannot be a consumer's
  static void refuseTwins(List<Handler> handlers) {
    Set<String> names = new HashSet<>();
    for (Handler handler : handlers) {
      if (!names.add(Subjects.token(handler.consumer()))) {
        throw new IllegalStateException(
            "two handlers call their consumer '%s'".formatted(handler.consumer()));
      }
    }
  }
}
