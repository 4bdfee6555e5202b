package dev.orrery.gateway.planning.operation;

import dev.orrery.gateway.planning.operation.NormalOperation.Introspection;
import dev.orrery.gateway.planning.plan.Condition;
import dev.orrery.gateway.planning.plan.OperationKind;
import dev.orrery.gateway.planning.plan.OperationVariable;
import graphql.language.AstPrinter;
import graphql.language.BooleanValue;
import graphql.language.Directive;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.Node;
import graphql.language.OperationDefinition;
import graphql.language.SelectionSet;
import graphql.language.VariableReference;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Brings an operation to its normal form: fragments dissolve into type sets, fields of the same
/// response key merge for each object type that may occur, constant conditions and impossible
/// fragments go.
///
/// Specification: GraphQL, section "Field Collection". `CollectFields`, `MergeSelectionSets`.
public final class Normalizer {
  private final ApiSchema api;
  private final Map<String, FragmentDefinition> fragments;
  private final List<Field> introspection = new ArrayList<>();
  private int places;

  private final Budget budget;

  private Normalizer(ApiSchema api, Map<String, FragmentDefinition> fragments, Budget budget) {
    this.api = api;
    this.fragments = fragments;
    this.budget = budget;
  }

  /// @throws Budget.Exhausted when overlapping fragments multiply beyond it
  public static NormalOperation normalize(
      ApiSchema api, OperationReader.Reading.Read read, Budget budget) {
    var normalizer = new Normalizer(api, read.fragments(), budget);
    return normalizer.operation(read.kind(), read.operation());
  }

  private NormalOperation operation(OperationKind kind, OperationDefinition operation) {
    var schema = api.schema();
    var rootType =
        switch (kind) {
          case QUERY -> schema.getQueryType();
          case MUTATION -> Objects.requireNonNull(schema.getMutationType());
          case SUBSCRIPTION -> Objects.requireNonNull(schema.getSubscriptionType());
        };
    var all = new LinkedHashMap<String, List<Asked>>();
    var types = api.possibleTypes(rootType.getName());
    collect(operation.getSelectionSet(), types, Condition.ALWAYS, all);
    var root = object(rootType.getName(), types, all);
    var local = introspection(operation);
    var variables =
        operation.getVariableDefinitions().stream()
            .map(v ->
                new OperationVariable(
                    v.getName(),
                    AstPrinter.printAstCompact(v.getType()),
                    v.getDefaultValue() == null
                        ? null
                        : AstPrinter.printAstCompact(v.getDefaultValue())))
            .toList();
    return new NormalOperation(
        kind,
        operation.getName(),
        variables,
        root,
        local,
        OperationText.of(kind, variables, root, local));
  }

  /// A field as one place of the document asks for it.
  ///
  /// @param place counts the places in the order in which an executor meets them
  private record Asked(Field field, int place, Set<String> types, Condition condition) {}

  private void collect(
      @Nullable SelectionSet set,
      List<String> types,
      Condition condition,
      Map<String, List<Asked>> into) {
    if (set == null || types.isEmpty()) {
      return;
    }
    for (var selection : set.getSelections()) {
      switch (selection) {
        case Field field -> {
          budget.spend();
          var when = condition.and(conditionOf(field.getDirectives()));
          if (when.isNever()) {
            continue;
          }
          if (field.getName().equals("__schema") || field.getName().equals("__type")) {
            introspection.add(field);
          }
          into.computeIfAbsent(field.getResultKey(), _ -> new ArrayList<>())
              .add(new Asked(field, places++, new TreeSet<>(types), when));
        }
        case InlineFragment fragment ->
            collect(
                fragment.getSelectionSet(),
                fragment.getTypeCondition() == null
                    ? types
                    : common(types, fragment.getTypeCondition().getName()),
                condition.and(conditionOf(fragment.getDirectives())),
                into);
        case FragmentSpread spread -> {
          var fragment = Objects.requireNonNull(fragments.get(spread.getName()));
          collect(
              fragment.getSelectionSet(),
              common(types, fragment.getTypeCondition().getName()),
              condition.and(conditionOf(spread.getDirectives())),
              into);
        }
        default -> throw new IllegalStateException("not a selection: " + selection);
      }
    }
  }

  private List<String> common(List<String> types, String condition) {
    var narrower = new TreeSet<>(api.possibleTypes(condition));
    return types.stream().filter(narrower::contains).toList();
  }

  private static Condition conditionOf(List<Directive> directives) {
    var condition = Condition.ALWAYS;
    for (var directive : directives) {
      var include = directive.getName().equals("include");
      if (include || directive.getName().equals("skip")) {
        condition =
            condition.and(
                switch (directive.getArgument("if").getValue()) {
                  case BooleanValue value ->
                      value.isValue() == include ? Condition.ALWAYS : Condition.NEVER;
                  case VariableReference variable ->
                      include
                          ? Condition.includedBy(variable.getName())
                          : Condition.skippedBy(variable.getName());
                  default -> throw new IllegalStateException("not a Boolean: " + directive);
                });
      }
    }
    return condition;
  }

  private NormalObject object(String type, List<String> types, Map<String, List<Asked>> all) {
    var fields = new ArrayList<Placed>();
    for (var entry : all.entrySet()) {
      if (isMutation(type)) {
        fields.addAll(inTurn(entry.getKey(), type, entry.getValue()));
        continue;
      }
      groups(types, entry.getValue())
          .forEach((asked, onTypes) ->
              fields(entry.getKey(), type, asked, onTypes)
                  .forEach(f -> fields.add(new Placed(asked.getFirst().place(), f))));
    }
    // Each object type sees its fields in the order of the places that ask it for them.
    fields.sort(Comparator.comparingInt(Placed::place));
    return new NormalObject(type, types, fields.stream().map(Placed::field).toList());
  }

  private record Placed(int place, NormalField field) {}

  private boolean isMutation(String type) {
    var mutation = api.schema().getMutationType();
    return mutation != null && mutation.getName().equals(type);
  }

  /// Fields of a mutation run in the order of the first places whose conditions hold, so one that
  /// is asked at several places becomes several fields of which one applies. And they run for no
  /// condition that is merely about right.
  private List<Placed> inTurn(String responseKey, String type, List<Asked> asked) {
    var onTypes = List.of(type);
    var placed = new ArrayList<Placed>();
    var before = new ArrayList<Condition>();
    for (var one : asked) {
      if (before.stream().noneMatch(one.condition()::implies)) {
        budget.spend(combinations(before));
        var condition = one.condition().butNot(before);
        if (!condition.isNever()) {
          placed.add(new Placed(one.place(), field(responseKey, type, asked, onTypes, condition)));
        }
        before.add(one.condition());
      }
    }
    return placed;
  }

  private static long combinations(List<Condition> conditions) {
    var product = 1L;
    for (var condition : conditions) {
      for (var clause : condition.anyOf()) {
        product *= clause.included().size() + clause.skipped().size();
        product = Math.min(product, Integer.MAX_VALUE);
      }
    }
    return product;
  }

  /// Which object types are asked by exactly which places.
  private static Map<List<Asked>, List<String>> groups(List<String> types, List<Asked> asked) {
    var groups = new LinkedHashMap<List<Asked>, List<String>>();
    for (var type : types) {
      var applying = asked.stream().filter(a -> a.types().contains(type)).toList();
      if (!applying.isEmpty()) {
        groups.computeIfAbsent(applying, _ -> new ArrayList<>()).add(type);
      }
    }
    return groups;
  }

  private List<NormalField> fields(
      String responseKey, String type, List<Asked> asked, List<String> onTypes) {
    var name = asked.getFirst().field().getName();
    if (name.equals(NormalField.TYPENAME)) {
      return List.of(field(responseKey, type, asked, onTypes));
    }
    if (isFieldOf(type, name)
        && (onTypes.size() > 1 || target(type, name).equals(target(onTypes.getFirst(), name)))) {
      return List.of(field(responseKey, type, asked, onTypes));
    }
    return onTypes.stream().map(one -> field(responseKey, one, asked, List.of(one))).toList();
  }

  /// The named type of a field. An object's may be narrower than its interface's.
  private String target(String type, String field) {
    return GraphQLTypeUtil.unwrapAll(api.field(type, field).getType()).getName();
  }

  private boolean isFieldOf(String type, String field) {
    return api.schema().getType(type) instanceof graphql.schema.GraphQLFieldsContainer container
        && (container.getFieldDefinition(field) != null || field.startsWith("__"));
  }

  private NormalField field(
      String responseKey, String parentType, List<Asked> asked, List<String> onTypes) {
    var condition = Condition.NEVER;
    for (var one : asked) {
      condition = condition.or(one.condition());
    }
    return field(responseKey, parentType, asked, onTypes, condition);
  }

  private NormalField field(
      String responseKey,
      String parentType,
      List<Asked> asked,
      List<String> onTypes,
      Condition condition) {
    var first = asked.getFirst().field();
    NormalObject object = null;
    if (first.getSelectionSet() != null) {
      var type = target(parentType, first.getName());
      var types =
          onTypes.stream()
              .flatMap(one -> api.possibleTypes(target(one, first.getName())).stream())
              .distinct()
              .sorted()
              .toList();
      var all = new LinkedHashMap<String, List<Asked>>();
      for (var one : asked) {
        var within = condition.implies(one.condition()) ? Condition.ALWAYS : one.condition();
        if (condition.and(within).isNever()) {
          continue;
        }
        collect(one.field().getSelectionSet(), types, within, all);
      }
      object = object(type, types, all);
    }
    var arguments = new StringBuilder();
    var variables = new LinkedHashSet<String>();
    for (var argument : first.getArguments()) {
      arguments.append(arguments.isEmpty() ? "" : ",");
      arguments
          .append(argument.getName())
          .append(':')
          .append(AstPrinter.printAstCompact(argument.getValue()));
      variablesOf(argument.getValue(), variables);
    }
    return new NormalField(
        responseKey,
        first.getName(),
        parentType,
        arguments.toString(),
        List.copyOf(variables),
        onTypes,
        condition,
        object,
        List.of());
  }

  private static void variablesOf(Node<?> node, Set<String> into) {
    if (node instanceof VariableReference variable) {
      into.add(variable.getName());
    }
    node.getChildren().forEach(child -> variablesOf(child, into));
  }

  private Introspection introspection(OperationDefinition operation) {
    if (introspection.isEmpty()) {
      return Introspection.NONE;
    }
    var used = new LinkedHashSet<String>();
    var text = new StringBuilder();
    var needed = new LinkedHashSet<String>();
    for (var field : introspection) {
      text.append(AstPrinter.printAstCompact(field)).append(' ');
      variablesOf(field, used);
      spreadsOf(field, needed);
    }
    needed.forEach(name -> variablesOf(Objects.requireNonNull(fragments.get(name)), used));
    var header = new StringBuilder("query");
    var declared =
        operation.getVariableDefinitions().stream()
            .filter(v -> used.contains(v.getName()))
            .toList();
    if (!declared.isEmpty()) {
      header.append('(');
      declared.forEach(v ->
          header
              .append('$')
              .append(v.getName())
              .append(':')
              .append(AstPrinter.printAstCompact(v.getType()))
              .append(' '));
      header.setCharAt(header.length() - 1, ')');
    }
    header.append('{').append(text.toString().strip()).append('}');
    for (var fragment : needed) {
      header
          .append(' ')
          .append(AstPrinter.printAstCompact(Objects.requireNonNull(fragments.get(fragment))));
    }
    return new Introspection(header.toString(), List.copyOf(used));
  }

  private void spreadsOf(Node<?> node, Set<String> into) {
    if (node instanceof FragmentSpread spread && into.add(spread.getName())) {
      spreadsOf(Objects.requireNonNull(fragments.get(spread.getName())), into);
    }
    node.getChildren().forEach(child -> spreadsOf(child, into));
  }
}
