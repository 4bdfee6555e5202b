package dev.orrery.gateway.planning.check;

import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.planning.plan.EntityGroup;
import dev.orrery.gateway.planning.plan.FetchPath;
import dev.orrery.gateway.planning.plan.OperationKind;
import dev.orrery.gateway.planning.plan.PathElement;
import dev.orrery.gateway.planning.plan.PlanNode;
import dev.orrery.gateway.planning.plan.QueryPlan;
import dev.orrery.gateway.planning.plan.RepresentationObject;
import dev.orrery.gateway.planning.plan.RepresentationShape.Typename;
import dev.orrery.gateway.planning.plan.ResponseField;
import dev.orrery.gateway.planning.plan.ResponseObject;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.SelectionSet;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import graphql.validation.Validator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The invariants of plans:
///
/// 1. every fetch document is valid by the schema of its subgraph;
/// 2. whatever a representation takes, an earlier fetch has brought (key fields and requirements
///    alike);
/// 3. every leaf of the response is brought by some fetch;
/// 4. the root fields of a mutation run in the client's order;
/// 5. the fetches that a fetch names in `after` come before it.
///
/// Holds the schemas of all subgraphs: make one per supergraph.
public final class PlanCheck {
  private final Supergraph supergraph;
  private final PossibleTypes possible;
  private final Map<String, GraphQLSchema> schemas = new HashMap<>();

  public PlanCheck(Supergraph supergraph) {
    this.supergraph = supergraph;
    this.possible = new PossibleTypes(supergraph);
    for (var subgraph : supergraph.subgraphs()) {
      schemas.put(
          subgraph.name(),
          UnExecutableSchemaGenerator.makeUnExecutableSchema(
              new SchemaParser().parse(SubgraphSdl.of(supergraph, subgraph.name()))));
    }
  }

  /// What is wrong with the plan; nothing when all is well.
  public List<String> violations(QueryPlan plan) {
    var run = new Run(plan);
    if (plan.root() != null) {
      run.node(plan.root(), new TreeSet<>());
    }
    run.response(plan.response(), run.data, "");
    if (plan.kind() == OperationKind.MUTATION) {
      run.mutationOrder();
    }
    return run.violations;
  }

  private final class Run {
    private final QueryPlan plan;
    private final DataShape data = new DataShape();
    private final List<String> violations = new ArrayList<>();
    private final List<String> mutationKeys = new ArrayList<>();
    private boolean introspected;

    Run(QueryPlan plan) {
      this.plan = plan;
      data.arrived().addAll(plan.response().possibleTypes());
    }

    /// @param done ids of the fetches that have ended before the node
    void node(PlanNode node, Set<Integer> done) {
      switch (node) {
        case PlanNode.Sequence(var steps) -> steps.forEach(step -> node(step, done));
        case PlanNode.Parallel(var steps) -> {
          var before = Set.copyOf(done);
          for (var step : steps) {
            var own = new TreeSet<>(before);
            node(step, own);
            done.addAll(own);
          }
        }
        case PlanNode.Conditional(_, var inner) -> node(inner, done);
        case PlanNode.Subscription(var event, var rest) -> {
          node(event, done);
          if (rest != null) {
            node(rest, done);
          }
        }
        case PlanNode.RootFetch fetch -> rootFetch(fetch, done);
        case PlanNode.EntityFetch fetch -> entityFetch(fetch, done);
        case PlanNode.Introspection(var id, _, _) -> {
          introspected = true;
          done.add(id);
        }
      }
    }

    private void rootFetch(PlanNode.RootFetch fetch, Set<Integer> done) {
      after(fetch.id(), fetch.after(), done);
      var operation = operation(fetch.subgraph(), fetch.document());
      if (operation == null) {
        return;
      }
      if (fetch.kind() == OperationKind.MUTATION) {
        mutates(operation.getSelectionSet());
      }
      var roots = supergraph.roots();
      var type =
          switch (fetch.kind()) {
            case QUERY -> roots.query();
            case MUTATION -> roots.mutation();
            case SUBSCRIPTION -> roots.subscription();
          };
      for (var path : fetch.at()) {
        var place = place(path, fetch.id());
        collect(
            fetch.subgraph(),
            operation.getSelectionSet(),
            Objects.requireNonNull(type),
            place,
            null);
      }
    }

    private void entityFetch(PlanNode.EntityFetch fetch, Set<Integer> done) {
      after(fetch.id(), fetch.after(), done);
      for (var group : fetch.groups()) {
        for (var path : group.paths()) {
          var place = place(path, fetch.id());
          sends(group.requires(), place, "fetch " + fetch.id() + " at \"" + path.text() + "\"");
        }
      }
      var operation = operation(fetch.subgraph(), fetch.document());
      if (operation == null) {
        return;
      }
      for (var group : fetch.groups()) {
        var field = entitiesField(operation, group);
        if (field == null) {
          violations.add("fetch " + fetch.id() + " has no field " + group.alias());
          continue;
        }
        var views = new TreeSet<String>();
        for (var shape : group.requires().shapes()) {
          views.addAll(shape.onTypes());
        }
        for (var path : group.paths()) {
          collect(
              fetch.subgraph(), field.getSelectionSet(), "_Entity", place(path, fetch.id()), views);
        }
      }
    }

    private @Nullable Field entitiesField(OperationDefinition operation, EntityGroup group) {
      return operation.getSelectionSet().getSelectionsOfType(Field.class).stream()
          .filter(f -> f.getResultKey().equals(group.alias()))
          .findFirst()
          .orElse(null);
    }

    private void after(int id, List<Integer> after, Set<Integer> done) {
      for (var other : after) {
        if (!done.contains(other)) {
          violations.add("fetch %d does not come after fetch %d".formatted(id, other));
        }
      }
      done.add(id);
    }

    private @Nullable OperationDefinition operation(String subgraph, String text) {
      var schema = Objects.requireNonNull(schemas.get(subgraph), subgraph);
      Document document;
      try {
        document = Parser.parse(text);
      } catch (InvalidSyntaxException e) {
        violations.add("%s cannot parse %s: %s".formatted(subgraph, text, e.getMessage()));
        return null;
      }
      for (var error : new Validator().validateDocument(schema, document, Locale.ENGLISH)) {
        violations.add("%s refuses %s: %s".formatted(subgraph, text, error.getMessage()));
      }
      return document.getDefinitionsOfType(OperationDefinition.class).getFirst();
    }

    private DataShape place(FetchPath path, int id) {
      var shape = data;
      for (var element : path.elements()) {
        switch (element) {
          case PathElement.Key(var key) -> {
            if (shape.types(key).isEmpty()) {
              violations.add(
                  "fetch %d starts at \"%s\", where nothing lies".formatted(id, path.text()));
            }
            shape = shape.below(key);
          }
          case PathElement.EveryItem() -> {}
          case PathElement.OnTypes(var types) -> {
            if (shape.types("__typename").isEmpty()) {
              violations.add(
                  "fetch %d looks for %s at \"%s\", where no type is known"
                      .formatted(id, types, path.text()));
            }
          }
        }
      }
      return shape;
    }

    private void sends(RepresentationObject object, DataShape place, String where) {
      for (var shape : object.shapes()) {
        var reads = shape.typename() instanceof Typename.OfTheObject || !shape.onTypes().isEmpty();
        if (reads && place.types("__typename").isEmpty()) {
          violations.add(where + " reads a type that nothing has brought");
        }
        for (var field : shape.fields()) {
          var types = place.types(field.dataKey());
          if (types.isEmpty()
              || !(shape.onTypes().isEmpty() || types.containsAll(shape.onTypes()))) {
            violations.add(where + " sends " + field.dataKey() + ", which nothing has brought");
          }
          if (field.object() != null) {
            sends(field.object(), place.below(field.dataKey()), where);
          }
        }
      }
    }

    /// @param views for the objects of an entity fetch, the types it is for; empty means all
    private void collect(
        String subgraph,
        SelectionSet set,
        String type,
        DataShape into,
        @Nullable Set<String> views) {
      var types = views == null ? possible.in(subgraph, type) : views;
      if (views == null) {
        into.arrived().addAll(types);
      }
      for (var selection : set.getSelections()) {
        switch (selection) {
          case Field field -> collect(subgraph, field, type, types, into);
          case InlineFragment fragment -> {
            var condition =
                fragment.getTypeCondition() == null ? type : fragment.getTypeCondition().getName();
            var below = new TreeSet<>(possible.in(subgraph, condition));
            if (views != null && !views.isEmpty()) {
              below.retainAll(views);
            } else if (views == null) {
              below.retainAll(types.isEmpty() ? below : types);
            }
            narrowed(subgraph, fragment.getSelectionSet(), condition, below, into);
          }
          default -> violations.add("a fragment spread in a fetch document");
        }
      }
    }

    private void narrowed(
        String subgraph, SelectionSet set, String type, Set<String> types, DataShape into) {
      for (var selection : set.getSelections()) {
        switch (selection) {
          case Field field -> collect(subgraph, field, type, types, into);
          case InlineFragment fragment ->
              narrowed(
                  subgraph,
                  fragment.getSelectionSet(),
                  fragment.getTypeCondition() == null
                      ? type
                      : fragment.getTypeCondition().getName(),
                  types,
                  into);
          default -> violations.add("a fragment spread in a fetch document");
        }
      }
    }

    private void collect(
        String subgraph, Field field, String type, Set<String> types, DataShape into) {
      var below = into.put(field.getResultKey(), types);
      if (field.getSelectionSet() != null
          && Objects.requireNonNull(schemas.get(subgraph)).getType(type)
              instanceof GraphQLFieldsContainer container) {
        var definition = container.getFieldDefinition(field.getName());
        if (definition != null) {
          collect(
              subgraph,
              field.getSelectionSet(),
              ((GraphQLNamedType) GraphQLTypeUtil.unwrapAll(definition.getType())).getName(),
              below,
              null);
          below.arrived().retainAll(possible.agreed(type, field.getName()));
        }
      }
    }

    void response(ResponseObject object, DataShape shape, String path) {
      if (object.readsTypename()
          && shape.types("__typename").isEmpty()
          && !path.isEmpty()
          && !shape.arrived().isEmpty()) {
        violations.add("nothing brings the type of \"" + path + "\"");
      }
      for (var field : object.fields()) {
        if (!field.isTypename()
            && !field.isDenied()
            && !(introspected && field.fieldName().startsWith("__"))) {
          field(field, shape, path);
        }
      }
    }

    private void field(ResponseField field, DataShape shape, String path) {
      var own = path.isEmpty() ? field.responseKey() : path + "." + field.responseKey();
      var brought = shape.types(field.dataKey());
      var asked = new TreeSet<>(field.onTypes());
      asked.retainAll(shape.arrived());
      if (!asked.isEmpty() && asked.stream().noneMatch(brought::contains)) {
        violations.add("nothing brings \"" + own + "\" for " + asked);
      }
      if (field.object() != null && !asked.isEmpty()) {
        response(field.object(), shape.below(field.dataKey()), own);
      }
    }

    /// Conditions may put a field into a fragment.
    private void mutates(SelectionSet set) {
      for (var selection : set.getSelections()) {
        switch (selection) {
          case Field field -> mutationKeys.add(field.getResultKey());
          case InlineFragment fragment -> mutates(fragment.getSelectionSet());
          default -> violations.add("a fragment spread in a fetch document");
        }
      }
    }

    void mutationOrder() {
      var wanted =
          plan.response().fields().stream()
              .filter(f -> !f.isTypename() && !f.isDenied())
              .map(ResponseField::dataKey)
              .distinct()
              .toList();
      if (!wanted.equals(mutationKeys.stream().distinct().toList())) {
        violations.add("mutates %s instead of %s".formatted(mutationKeys, wanted));
      }
    }
  }
}
