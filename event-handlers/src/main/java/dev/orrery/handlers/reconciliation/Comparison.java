package dev.orrery.handlers.reconciliation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.handlers.reconciliation.Attribute.Cause;
import dev.orrery.handlers.reconciliation.Attribute.Owner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Compares field by field, whatever the kind: every field that is desired is looked up in what was
/// observed. What is observed besides is the provider's own business.
final class Comparison {
  private static final String ADDRESSES = "addresses";

  private Comparison() {}

  /// @param observed null when there is nothing
  /// @param before what was known until now
  /// @param achieved whether the provider says that it has just made it so
  static List<Attribute> of(
      JsonNode desired,
      @Nullable JsonNode observed,
      List<Attribute> before,
      boolean achieved,
      Instant now) {
    var known = before.stream().collect(Collectors.toMap(Attribute::name, Function.identity()));
    var attributes = new ArrayList<Attribute>();
    attributes.add(
        judged(
            Attribute.EXISTS,
            "true",
            String.valueOf(observed != null),
            known.get(Attribute.EXISTS),
            achieved,
            now));
    var wanted = flat(desired);
    var found = observed == null ? Map.<String, String>of() : flat(observed);
    wanted.forEach((name, value) ->
        attributes.add(judged(name, value, found.get(name), known.get(name), achieved, now)));
    return List.copyOf(attributes);
  }

  private static Attribute judged(
      String name,
      String desired,
      @Nullable String observed,
      @Nullable Attribute before,
      boolean achieved,
      Instant now) {
    var status = SyncStatus.DRIFTED;
    Cause cause = null;
    if (desired.equals(observed) || leftOpen(name, desired)) {
      status = SyncStatus.IN_SYNC;
    } else if (observed == null) {
      status = SyncStatus.UNKNOWN;
      cause = wasRight(before) ? Cause.NOT_SEEN_NOW : Cause.NOT_REPORTED;
    } else {
      cause = cause(name, before, achieved);
    }
    return new Attribute(
        name,
        status,
        desired,
        observed,
        name.equals(ADDRESSES) ? Owner.IPAM : Owner.RECORD,
        cause,
        before != null && before.status() == status ? before.since() : now);
  }

  /// Where the record names no address, whatever the provider gives is right.
  private static boolean leftOpen(String name, String desired) {
    return name.equals(ADDRESSES) && desired.isEmpty();
  }

  private static Cause cause(String name, @Nullable Attribute before, boolean achieved) {
    if (achieved) {
      return Cause.NOT_ACHIEVED;
    }
    if (before != null && before.isDrift()) {
      return Objects.requireNonNullElse(before.cause(), Cause.CHANGED_OUTSIDE);
    }
    if (!wasRight(before)) {
      return Cause.NEVER_SEEN;
    }
    return name.equals(Attribute.EXISTS) ? Cause.DELETED_OUTSIDE : Cause.CHANGED_OUTSIDE;
  }

  /// Whether it was in sync when it was seen last.
  private static boolean wasRight(@Nullable Attribute before) {
    return before != null
        && (before.status() == SyncStatus.IN_SYNC
            || before.cause() == Cause.NO_ANSWER
            || before.cause() == Cause.NOT_SEEN_NOW);
  }

  /// Texts of all leaves by their path; lists are sets.
  private static Map<String, String> flat(JsonNode tree) {
    var leaves = new TreeMap<String, String>();
    flatten("", tree, leaves);
    return leaves;
  }

  private static void flatten(String path, JsonNode node, Map<String, String> leaves) {
    if (node.isObject()) {
      for (var field : node.properties()) {
        flatten(
            path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
            field.getValue(),
            leaves);
      }
    } else if (node.isArray()) {
      leaves.put(
          path,
          StreamSupport.stream(node.spliterator(), false)
              .map(JsonNode::asText)
              .sorted()
              .collect(Collectors.joining(" ")));
    } else if (!node.isNull()) {
      leaves.put(path, node.asText());
    }
  }
}
