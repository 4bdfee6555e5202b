package dev.orrery.ipam.notation;

import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a resource is for, in a few words; short enough for an index.
public final class Description {
  private static final int LONGEST = 500;

  private Description() {}

  public static Answer<Optional<String>> checked(@Nullable String text) {
    return text != null && text.codePointCount(0, text.length()) > LONGEST
        ? Answer.refused(
            new InvalidArgument("input.description", "more than %d characters".formatted(LONGEST)))
        : Answer.granted(Optional.ofNullable(text));
  }
}
