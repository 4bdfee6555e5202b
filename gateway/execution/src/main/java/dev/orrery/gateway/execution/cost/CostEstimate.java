package dev.orrery.gateway.execution.cost;

import dev.orrery.gateway.composition.supergraph.InputValue;
import dev.orrery.gateway.execution.cost.CostRules.ArgumentRule;
import dev.orrery.gateway.execution.cost.CostRules.FieldRule;
import dev.orrery.gateway.execution.cost.CostRules.ListRule;
import dev.orrery.gateway.execution.error.ErrorCode;
import dev.orrery.gateway.execution.error.GraphQlError;
import graphql.language.Argument;
import graphql.language.ArrayValue;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.IntValue;
import graphql.language.NullValue;
import graphql.language.ObjectField;
import graphql.language.ObjectValue;
import graphql.language.SelectionSet;
import graphql.language.Value;
import graphql.language.VariableReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Adds up one request. An object that may be of several types costs what the dearest of them
/// costs. What is asked for by one object type is added up once, however many fragments lead to it.
final class CostEstimate {
  private final CostRules rules;
  private final CostLimits limits;
  private final Map<String, FragmentDefinition> fragments;
  private final Map<String, @Nullable Object> variables;
  private final Map<Place, Double> known = new HashMap<>();

  /// @param set by identity
  private record Place(SelectionSet set, String type, @Nullable ListRule sized, double size) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Place place
          && place.set == set
          && place.type.equals(type)
          && place.sized == sized
          && place.size == size;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(set) * 31 + type.hashCode();
    }
  }

  /// An operation that no estimate is needed for.
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient GraphQlError error;

    Refused(ErrorCode code, String message) {
      super(message, null, false, false);
      this.error = GraphQlError.of(code, message);
    }

    GraphQlError error() {
      return error;
    }
  }

  /// @param variables JSON values, or constants of GraphQL where a default applies
  CostEstimate(
      CostRules rules,
      CostLimits limits,
      Map<String, FragmentDefinition> fragments,
      Map<String, @Nullable Object> variables) {
    this.rules = rules;
    this.limits = limits;
    this.fragments = fragments;
    this.variables = variables;
  }

  double of(String type, SelectionSet set) {
    return below(type, set, null, 0);
  }

  private double below(String type, SelectionSet set, @Nullable ListRule sized, double size) {
    double most = 0;
    for (String possible : rules.possibleTypes(type)) {
      most = Math.max(most, onType(possible, set, sized, size));
    }
    return most;
  }

  private double onType(String type, SelectionSet set, @Nullable ListRule sized, double size) {
    Place place = new Place(set, type, sized, size);
    Double before = known.get(place);
    if (before != null) {
      return before;
    }
    double sum = 0;
    for (var selection : set.getSelections()) {
      sum +=
          switch (selection) {
            case Field field -> field(type, field, sized, size);
            case InlineFragment inline ->
                inline.getTypeCondition() == null
                        || rules.possibleTypes(inline.getTypeCondition().getName()).contains(type)
                    ? onType(type, inline.getSelectionSet(), sized, size)
                    : 0;
            case FragmentSpread spread -> {
              FragmentDefinition fragment = fragments.get(spread.getName());
              yield fragment != null
                      && rules.possibleTypes(fragment.getTypeCondition().getName()).contains(type)
                  ? onType(type, fragment.getSelectionSet(), sized, size)
                  : 0;
            }
            default -> throw new IllegalStateException("unknown selection " + selection.getClass());
          };
    }
    known.put(place, sum);
    return sum;
  }

  private double field(String type, Field field, @Nullable ListRule parent, double parentSize) {
    FieldRule rule = rules.field(type, field.getName());
    if (rule == null) {
      return 0;
    }
    double cost = 0;
    for (Argument argument : field.getArguments()) {
      ArgumentRule asked = rule.arguments().get(argument.getName());
      if (asked != null) {
        cost += argument(type, field, argument, asked);
      }
    }
    double size = rule.list() == null ? limits.listSize() : size(type, field, rule, rule.list());
    double times = 1;
    if (parent != null && parent.sized().contains(field.getName())) {
      times = parentSize;
    } else if (rule.isList()) {
      times = size;
    }
    double one = rule.weight();
    if (field.getSelectionSet() != null) {
      ListRule sizing = rule.list() != null && !rule.list().sized().isEmpty() ? rule.list() : null;
      one +=
          below(
              rules.baseType(type, field.getName()),
              field.getSelectionSet(),
              sizing,
              sizing == null ? 0 : size);
    }
    return cost + times * one;
  }

  private double size(String type, Field field, FieldRule rule, ListRule list) {
    double most = -1;
    int given = 0;
    for (String name : list.slicing()) {
      Object value = argument(field, rule, name);
      if (value != null) {
        given++;
        most = Math.max(most, number(value));
      }
    }
    if (list.exactlyOne() && given != 1) {
      throw new Refused(
          ErrorCode.GRAPHQL_VALIDATION_FAILED,
          "%s.%s: exactly one of the arguments %s must be given, so that its size is known."
              .formatted(type, field.getName(), String.join(", ", list.slicing())));
    }
    if (most >= 0) {
      return most;
    }
    return list.assumed() == null ? limits.listSize() : list.assumed();
  }

  private @Nullable Object argument(Field field, FieldRule rule, String name) {
    for (Argument argument : field.getArguments()) {
      if (argument.getName().equals(name)) {
        Object value = resolve(argument.getValue());
        if (value != null) {
          return value;
        }
      }
    }
    ArgumentRule asked = rule.arguments().get(name);
    return asked == null || asked.defaultValue() == null ? null : asked.defaultValue().toValue();
  }

  /// A JSON value, or a constant; null when there is none.
  private @Nullable Object resolve(@Nullable Value<?> value) {
    return switch (value) {
      case VariableReference variable -> {
        Object given = variables.get(variable.getName());
        yield given instanceof NullValue ? null : given;
      }
      case NullValue _ -> null;
      case null -> null;
      default -> value;
    };
  }

  private static double number(Object value) {
    return switch (value) {
      case IntValue literal -> Math.max(0, literal.getValue().doubleValue());
      case Number given -> Math.max(0, given.doubleValue());
      default -> 0;
    };
  }

  private double argument(String type, Field field, Argument argument, ArgumentRule rule) {
    Object value = resolve(argument.getValue());
    if (value == null) {
      return 0;
    }
    if (rule.pages() && limits.pageSize() > 0 && number(value) > limits.pageSize()) {
      throw new Refused(
          ErrorCode.QUERY_TOO_COMPLEX,
          "%s.%s: %s is too large, %d are allowed."
              .formatted(type, field.getName(), argument.getName(), limits.pageSize()));
    }
    return input(rule.weight(), rule.type(), value);
  }

  private double input(double weight, String type, @Nullable Object given) {
    Object value = given instanceof Value<?> literal ? resolve(literal) : given;
    return switch (value) {
      case null -> 0;
      case List<?> list -> sum(weight, type, list);
      case ArrayValue array -> sum(weight, type, array.getValues());
      case Map<?, ?> map -> {
        double sum = weight;
        for (InputValue field : rules.inputFields(type).values()) {
          sum +=
              input(
                  rules.weightOfInputField(field), field.type().baseName(), map.get(field.name()));
        }
        yield sum;
      }
      case ObjectValue object -> {
        double sum = weight;
        Map<String, InputValue> fields = rules.inputFields(type);
        for (ObjectField entry : object.getObjectFields()) {
          InputValue field = fields.get(entry.getName());
          if (field != null) {
            sum +=
                input(rules.weightOfInputField(field), field.type().baseName(), entry.getValue());
          }
        }
        yield sum;
      }
      default -> weight;
    };
  }

  private double sum(double weight, String type, List<?> items) {
    double sum = 0;
    for (Object item : items) {
      sum += input(weight, type, item);
    }
    return sum;
  }
}
