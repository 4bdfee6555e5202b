package dev.orrery.gateway.execution.http;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Which headers of subgraphs' answers matter. Names are kept in lower case.
///
/// @param shown the client gets to see them
/// @param carried they are whole numbers that only grow: of all answers the greatest counts, goes
///   along with every later call of the operation, and is shown to the client. So what a mutation
///   has changed is known wherever its result is read.
public record AnswerHeaders(Set<String> shown, Set<String> carried) {
  public static final AnswerHeaders NONE = new AnswerHeaders(Set.of(), Set.of());

  public AnswerHeaders {
    shown = inLowerCase(shown);
    carried = inLowerCase(carried);
  }

  private static Set<String> inLowerCase(Set<String> names) {
    return names.stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// All that must be read of an answer.
  public Set<String> read() {
    Set<String> names = new TreeSet<>(shown);
    names.addAll(carried);
    return names;
  }
}
