package dev.orrery.gateway.planning.fetch;

import dev.orrery.gateway.planning.graph.QueryGraph;
import dev.orrery.gateway.planning.path.ContextInput;
import dev.orrery.gateway.planning.path.Position;
import dev.orrery.gateway.planning.path.RequiredField;
import dev.orrery.gateway.planning.path.Slot;
import dev.orrery.gateway.planning.plan.Condition;
import dev.orrery.gateway.planning.plan.ContextValue;
import dev.orrery.gateway.planning.plan.FetchPath;
import dev.orrery.gateway.planning.plan.PathElement;
import dev.orrery.gateway.planning.plan.RepresentationField;
import dev.orrery.gateway.planning.plan.RepresentationObject;
import dev.orrery.gateway.planning.plan.RepresentationShape;
import dev.orrery.gateway.planning.plan.RepresentationShape.Typename;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/// Says where a fetch's objects lie and what to send of them.
///
/// Specification: Federation subgraph specification, `Query._entities` and scalar `_Any`.
final class EntityWriter {
  private final QueryGraph graph;
  private final DataKeys keys;

  EntityWriter(QueryGraph graph, DataKeys keys) {
    this.graph = graph;
    this.keys = keys;
  }

  FetchPath path(Position at, Condition condition, List<ContextValue> context) {
    return new FetchPath(elements(at), condition, context);
  }

  private List<PathElement> elements(Position at) {
    var slot = at.parent();
    if (slot == null) {
      return List.of();
    }
    var elements = new ArrayList<>(elements(slot.owner()));
    addSteps(slot, elements);
    return elements;
  }

  private void addSteps(Slot slot, List<PathElement> elements) {
    if (slot.isNarrowed()) {
      elements.add(new PathElement.OnTypes(List.of(slot.parentType())));
    }
    elements.add(new PathElement.Key(keys.of(slot)));
    for (var i = keys.listDepth(slot); i > 0; i--) {
      elements.add(new PathElement.EveryItem());
    }
  }

  ContextValue context(String variable, String type, ContextInput input) {
    return new ContextValue(
        variable,
        type,
        elements(input.ancestor()).size(),
        input.choices().stream()
            .map(choice -> {
              var steps = new ArrayList<PathElement>();
              choice.slots().forEach(slot -> addSteps(slot, steps));
              return new ContextValue.ContextSelection(choice.onTypes(), steps);
            })
            .toList());
  }

  /// What the fetch sends for an object, by the object's type.
  RepresentationObject representation(Position at, List<FetchNode.Branch> all) {
    var byFields = new LinkedHashMap<List<RepresentationField>, List<FetchNode.Branch>>();
    for (var branch : all) {
      byFields
          .computeIfAbsent(fields(branch.input(), branch.entrance().view()), _ -> new ArrayList<>())
          .add(branch);
    }
    var shapes = new ArrayList<RepresentationShape>();
    byFields.forEach((fields, branches) -> {
      var own = branches.stream().filter(b -> b.typename().equals(b.entrance().view())).toList();
      if (own.size() > 1) {
        var types = own.stream().map(b -> b.entrance().view()).toList();
        shapes.add(new RepresentationShape(types, new Typename.OfTheObject(), fields));
      }
      for (var branch : branches) {
        if (own.size() < 2 || !own.contains(branch)) {
          var view = branch.entrance().view();
          shapes.add(
              new RepresentationShape(
                  view.equals(at.type()) ? List.of() : List.of(view),
                  new Typename.Constant(branch.typename()),
                  fields));
        }
      }
    });
    return new RepresentationObject(shapes);
  }

  private List<RepresentationField> fields(List<RequiredField> required, String view) {
    var bySlot = new LinkedHashMap<Slot, RequiredField>();
    for (var field : required) {
      if (field.ofType().isEmpty() || field.ofType().equals(view)) {
        bySlot.merge(field.slot(), field, EntityWriter::both);
      }
    }
    return bySlot.values().stream().map(this::field).distinct().toList();
  }

  private static RequiredField both(RequiredField one, RequiredField other) {
    var children = new LinkedHashSet<>(one.children());
    children.addAll(other.children());
    return new RequiredField(
        one.slot(),
        one.ofType(),
        one.nullStops() || other.nullStops(),
        one.ofKey() || other.ofKey(),
        List.copyOf(children));
  }

  private RepresentationField field(RequiredField field) {
    var slot = field.slot();
    return new RepresentationField(
        slot.field(),
        keys.of(slot),
        field.nullStops(),
        field.ofKey(),
        field.children().isEmpty()
            ? null
            : nested(Objects.requireNonNull(slot.child()), field.children()));
  }

  private RepresentationObject nested(Position at, List<RequiredField> children) {
    if (graph.isObject(at.type())) {
      return new RepresentationObject(
          List.of(
              new RepresentationShape(
                  List.of(), new Typename.Omitted(), fields(children, at.type()))));
    }
    var types = new TreeSet<String>();
    children.forEach(child -> types.add(child.ofType()));
    types.remove("");
    if (types.isEmpty()) {
      return new RepresentationObject(
          List.of(
              new RepresentationShape(
                  List.of(), new Typename.OfTheObject(), fields(children, at.type()))));
    }
    var shapes = new ArrayList<RepresentationShape>();
    for (var type : types) {
      shapes.add(
          new RepresentationShape(
              List.of(type), new Typename.OfTheObject(), fields(children, type)));
    }
    var wide = children.stream().filter(child -> child.ofType().isEmpty()).toList();
    shapes.add(
        new RepresentationShape(List.of(), new Typename.OfTheObject(), fields(wide, at.type())));
    return new RepresentationObject(shapes);
  }
}
