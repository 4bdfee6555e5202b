package dev.orrery.gateway.execution.cost;

import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.sdl.Literal;
import dev.orrery.gateway.composition.supergraph.EnumType;
import dev.orrery.gateway.composition.supergraph.Field;
import dev.orrery.gateway.composition.supergraph.InputType;
import dev.orrery.gateway.composition.supergraph.InputValue;
import dev.orrery.gateway.composition.supergraph.ScalarType;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.composition.supergraph.SupergraphType;
import graphql.language.ArrayValue;
import graphql.language.IntValue;
import graphql.language.StringValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The weights of a supergraph: `@cost` and `@listSize`.
///
/// Source: IBM's "GraphQL Cost Directives specification", in the static form of Apollo's demand
/// control: an object counts 1, a leaf 0, a list as often as it has items, a mutation 10 more.
public final class CostRules {
  private static final Set<String> PAGE_SIZES = Set.of("first", "last", "limit");

  private final Supergraph supergraph;
  private final Map<String, FieldRule> fields = new HashMap<>();

  /// @param weight of one value of the field
  /// @param list the size of its list; null when it has none of its own
  /// @param arguments by name
  record FieldRule(
      double weight,
      boolean isList,
      @Nullable ListRule list,
      Map<String, ArgumentRule> arguments) {}

  /// @param slicing the arguments that say how many items there are
  /// @param sized the fields below whose lists have this size, when it is not the list itself
  record ListRule(
      @Nullable Long assumed, List<String> slicing, List<String> sized, boolean exactlyOne) {}

  /// @param pages whether it says how many items to return
  record ArgumentRule(double weight, String type, boolean pages, @Nullable Literal defaultValue) {}

  public CostRules(Supergraph supergraph) {
    this.supergraph = supergraph;
    for (SupergraphType type : supergraph.types().values()) {
      type.asComposite()
          .ifPresent(composite ->
              composite
                  .fields()
                  .values()
                  .forEach(
                      field -> fields.put(composite.name() + "." + field.name(), rule(field))));
    }
  }

  private FieldRule rule(Field field) {
    ListRule list =
        field.directives().stream()
            .filter(directive -> directive.name().equals("listSize"))
            .findFirst()
            .map(CostRules::list)
            .orElse(null);
    Map<String, ArgumentRule> arguments = new HashMap<>();
    field
        .arguments()
        .values()
        .forEach(argument -> arguments.put(argument.name(), rule(argument, list)));
    double weight = weight(field.directives()).orElseGet(() -> weightOf(field.type().baseName()));
    return new FieldRule(weight, field.type().isList(), list, arguments);
  }

  private ArgumentRule rule(InputValue argument, @Nullable ListRule list) {
    String type = argument.type().baseName();
    boolean slices = list != null && list.slicing.contains(argument.name());
    boolean pages = type.equals("Int") && (slices || PAGE_SIZES.contains(argument.name()));
    return new ArgumentRule(
        weight(argument.directives()).orElseGet(() -> weightOfInput(type)),
        type,
        pages,
        argument.defaultValue());
  }

  private double weightOf(String type) {
    return supergraph
        .find(type)
        .map(found ->
            weight(found.directives())
                .orElse(found instanceof ScalarType || found instanceof EnumType ? 0.0 : 1.0))
        .orElse(0.0);
  }

  private double weightOfInput(String type) {
    return supergraph
        .find(type)
        .map(found -> weight(found.directives()).orElse(found instanceof InputType ? 1.0 : 0.0))
        .orElse(0.0);
  }

  private static Optional<Double> weight(List<AppliedDirective> directives) {
    return directives.stream()
        .filter(directive -> directive.name().equals("cost"))
        .findFirst()
        .map(directive -> directive.arguments().get("weight"))
        .flatMap(CostRules::number);
  }

  private static Optional<Double> number(Literal literal) {
    return switch (literal.toValue()) {
      case IntValue value -> Optional.of(value.getValue().doubleValue());
      case StringValue value -> parse(value.getValue());
      default -> Optional.empty();
    };
  }

  private static Optional<Double> parse(@Nullable String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(Double.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty(); // a weight that is none weighs what it would without
    }
  }

  private static ListRule list(AppliedDirective directive) {
    Literal assumed = directive.arguments().get("assumedSize");
    List<String> slicing = strings(directive, "slicingArguments");
    return new ListRule(
        assumed != null && assumed.toValue() instanceof IntValue value
            ? Long.valueOf(value.getValue().longValue())
            : null,
        slicing,
        strings(directive, "sizedFields"),
        !slicing.isEmpty() && directive.flag("requireOneSlicingArgument", true));
  }

  private static List<String> strings(AppliedDirective directive, String argument) {
    Literal literal = directive.arguments().get(argument);
    if (literal == null || !(literal.toValue() instanceof ArrayValue array)) {
      return List.of();
    }
    return array.getValues().stream()
        .filter(StringValue.class::isInstance)
        .map(value -> String.valueOf(((StringValue) value).getValue()))
        .toList();
  }

  /// Null for introspection.
  @Nullable FieldRule field(String type, String field) {
    return fields.get(type + "." + field);
  }

  String baseType(String type, String field) {
    return supergraph
        .find(type)
        .flatMap(SupergraphType::asComposite)
        .flatMap(composite -> composite.field(field))
        .map(found -> found.type().baseName())
        .orElse("");
  }

  List<String> possibleTypes(String type) {
    return supergraph.find(type).isPresent() ? supergraph.possibleTypes(type) : List.of();
  }

  /// The fields of an input object, by name; none for other types.
  Map<String, InputValue> inputFields(String type) {
    return supergraph.find(type).orElse(null) instanceof InputType input
        ? input.fields()
        : Map.of();
  }

  double weightOfInputField(InputValue field) {
    return weight(field.directives()).orElseGet(() -> weightOfInput(field.type().baseName()));
  }

  String rootType(dev.orrery.gateway.planning.plan.OperationKind kind) {
    var roots = supergraph.roots();
    return switch (kind) {
      case QUERY -> roots.query();
      case MUTATION -> String.valueOf(roots.mutation());
      case SUBSCRIPTION -> String.valueOf(roots.subscription());
    };
  }
}
