package dev.orrery.gateway.execution.operation;

import dev.orrery.gateway.execution.error.ErrorCode;
import dev.orrery.gateway.execution.error.GraphQlError;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Measures an operation with its fragments expanded, without expanding them: each fragment is
/// measured once.
public final class OperationSize {
  private static final Size NOTHING = new Size(0, 0, 0, 0);

  private final Map<String, FragmentDefinition> fragments = new HashMap<>();
  private final Map<String, Size> measured = new HashMap<>();
  private final Set<String> open = new HashSet<>();

  private OperationSize(Document document) {
    for (FragmentDefinition fragment : document.getDefinitionsOfType(FragmentDefinition.class)) {
      fragments.put(fragment.getName(), fragment);
    }
  }

  /// @param depth fields on the longest way down
  /// @param fields on this level
  private record Size(int depth, long fields, long aliases, long directives) {
    Size plus(Size other) {
      return new Size(
          Math.max(depth, other.depth),
          Math.min(Integer.MAX_VALUE, fields + other.fields),
          Math.min(Integer.MAX_VALUE, aliases + other.aliases),
          Math.min(Integer.MAX_VALUE, directives + other.directives));
    }
  }

  private static final class Cycle extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Cycle(String fragment) {
      super(fragment, null, false, false);
    }
  }

  /// The first limit that an operation of the document exceeds; nothing when all keep them.
  public static Optional<GraphQlError> check(Document document, OperationLimits limits) {
    OperationSize measure = new OperationSize(document);
    try {
      for (FragmentDefinition fragment : measure.fragments.values()) {
        measure.fragment(fragment.getName());
      }
      for (var operation : document.getDefinitionsOfType(OperationDefinition.class)) {
        Optional<GraphQlError> problem = measure.check(operation, limits);
        if (problem.isPresent()) {
          return problem;
        }
      }
      return Optional.empty();
    } catch (Cycle cycle) {
      return Optional.of(
          GraphQlError.of(
              ErrorCode.GRAPHQL_VALIDATION_FAILED,
              "The fragment %s contains itself.".formatted(cycle.getMessage())));
    }
  }

  private Optional<GraphQlError> check(OperationDefinition operation, OperationLimits limits) {
    Size size = selections(operation.getSelectionSet());
    long directives = size.directives + operation.getDirectives().size();
    if (size.depth > limits.depth()) {
      return refuse(ErrorCode.QUERY_TOO_DEEP, "fields nest %d deep", size.depth, limits.depth());
    }
    if (size.aliases > limits.aliases()) {
      return refuse(
          ErrorCode.TOO_MANY_ALIASES, "it has %d aliases", size.aliases, limits.aliases());
    }
    if (size.fields > limits.rootFields()) {
      return refuse(
          ErrorCode.QUERY_TOO_COMPLEX, "it has %d root fields", size.fields, limits.rootFields());
    }
    if (directives > limits.directives()) {
      return refuse(
          ErrorCode.QUERY_TOO_COMPLEX, "it has %d directives", directives, limits.directives());
    }
    return Optional.empty();
  }

  private static Optional<GraphQlError> refuse(
      ErrorCode code, String what, long size, int allowed) {
    String message =
        ("The operation is too large: " + what + ", %d are allowed.").formatted(size, allowed);
    return Optional.of(GraphQlError.of(code, message));
  }

  private Size selections(@Nullable SelectionSet selections) {
    Size sum = NOTHING;
    if (selections == null) {
      return sum;
    }
    for (Selection<?> selection : selections.getSelections()) {
      sum =
          sum.plus(
              switch (selection) {
                case Field field -> field(field);
                case InlineFragment inline ->
                    selections(inline.getSelectionSet())
                        .plus(directives(inline.getDirectives().size()));
                case FragmentSpread spread ->
                    fragment(spread.getName()).plus(directives(spread.getDirectives().size()));
                default ->
                    throw new IllegalStateException("unknown selection " + selection.getClass());
              });
    }
    return sum;
  }

  private Size field(Field field) {
    Size below = selections(field.getSelectionSet());
    int depth = below.depth + 1;
    if (field.getName().equals("__schema") || field.getName().equals("__type")) {
      depth = depth <= OperationLimits.INTROSPECTION_DEPTH ? 1 : depth;
    }
    boolean aliased = field.getAlias() != null && !field.getAlias().equals(field.getName());
    return new Size(
        depth,
        1,
        below.aliases + (aliased ? 1 : 0),
        below.directives + field.getDirectives().size());
  }

  private static Size directives(int count) {
    return new Size(0, 0, 0, count);
  }

  private Size fragment(String name) {
    Size known = measured.get(name);
    if (known != null) {
      return known;
    }
    FragmentDefinition fragment = fragments.get(name);
    if (fragment == null) {
      return NOTHING; // validation says so
    }
    if (!open.add(name)) {
      throw new Cycle(name);
    }
    Size size =
        selections(fragment.getSelectionSet()).plus(directives(fragment.getDirectives().size()));
    open.remove(name);
    measured.put(name, size);
    return size;
  }
}
