package dev.orrery.gateway.composition.subgraph;

import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.sdl.FieldSet.FieldSelection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Set;

/// Settles the facts of each field that follow from the keys, requirements, provisions and
/// interfaces of the whole subgraph.
final class FieldFacts {
  private final SubgraphSchema subgraph;
  private final Set<FieldCoordinate> keys = new HashSet<>();
  private final Set<FieldCoordinate> provided = new HashSet<>();
  private final Set<FieldCoordinate> used = new HashSet<>();
  private final Set<FieldCoordinate> externalInNameOnly = new HashSet<>();

  private FieldFacts(SubgraphSchema subgraph) {
    this.subgraph = subgraph;
  }

  static SubgraphSchema settle(SubgraphSchema subgraph) {
    return new FieldFacts(subgraph).settled();
  }

  private SubgraphSchema settled() {
    subgraph.types().values().forEach(this::look);
    var types = new LinkedHashMap<String, SubgraphType>();
    for (var type : subgraph.types().values()) {
      var fields = new LinkedHashMap<String, SubgraphField>();
      type.fields().forEach((name, field) -> fields.put(name, field.with(facts(type, field))));
      types.put(type.name(), type.withFields(fields));
    }
    return subgraph.withTypes(types);
  }

  private void look(SubgraphType type) {
    for (var key : type.keys()) {
      mark(type.name(), key.fields(), keys);
      mark(type.name(), key.fields(), used);
      if (type.extension()) {
        mark(type.name(), key.fields(), externalInNameOnly);
      }
    }
    for (var field : type.fields().values()) {
      field
          .directives()
          .first(FederationDirective.REQUIRES)
          .map(SubgraphType::fieldSet)
          .ifPresent(set -> mark(type.name(), set, used));
      field
          .directives()
          .first(FederationDirective.PROVIDES)
          .map(SubgraphType::fieldSet)
          .ifPresent(set -> {
            mark(field.type().baseName(), set, provided);
            mark(field.type().baseName(), set, used);
          });
    }
    markContextSelections(type);
    for (var interfaceName : type.interfaces()) {
      subgraph
          .type(interfaceName)
          .ifPresent(it ->
              it.fields()
                  .keySet()
                  .forEach(field -> used.add(new FieldCoordinate(type.name(), field))));
    }
  }

  private void markContextSelections(SubgraphType type) {
    for (var field : type.fields().values()) {
      for (var argument : field.arguments().values()) {
        argument
            .directives()
            .first(FederationDirective.FROM_CONTEXT)
            .flatMap(it -> it.string("field"))
            .flatMap(ContextSelection::parse)
            .ifPresent(selection ->
                subgraph.types().values().stream()
                    .filter(it -> selection.isSetBy(it))
                    .forEach(it -> mark(it.name(), selection.fields(), used)));
      }
    }
  }

  private void mark(String parent, FieldSet set, Set<FieldCoordinate> marked) {
    FieldSetWalk.walk(
        subgraph,
        parent,
        set,
        new FieldSetWalk.Visitor() {
          @Override
          public void field(SubgraphType type, SubgraphField field, FieldSelection selection) {
            marked.add(new FieldCoordinate(type.name(), field.name()));
            if (type.kind() == Kind.INTERFACE) {
              subgraph
                  .implementers(type.name())
                  .forEach(it -> marked.add(new FieldCoordinate(it.name(), field.name())));
            }
          }
        });
  }

  private SubgraphField.Facts facts(SubgraphType type, SubgraphField field) {
    var coordinate = new FieldCoordinate(type.name(), field.name());
    var external =
        field.has(FederationDirective.EXTERNAL) && !externalInNameOnly.contains(coordinate);
    return new SubgraphField.Facts(
        external,
        field.has(FederationDirective.SHAREABLE)
            || subgraph.isVersion1()
            || keys.contains(coordinate)
            || provided.contains(coordinate),
        external && provided.contains(coordinate),
        used.contains(coordinate));
  }
}
