package dev.orrery.gateway.composition.validate.merged;

import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.supergraph.CompositeType;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.composition.supergraph.SupergraphType;
import java.util.List;
import java.util.stream.Stream;

/// The merged graph, with the subgraphs to say where in them something comes from.
record Merged(Supergraph supergraph, Subgraphs subgraphs) {
  List<Place> typePlaces(String type) {
    return Subgraphs.typePlaces(subgraphs.type(type));
  }

  /// The field's places, or its type's when only an interface object has it.
  List<Place> fieldPlaces(String type, String field) {
    var places = Subgraphs.fieldPlaces(subgraphs.field(type, field));
    return places.isEmpty() ? typePlaces(type) : places;
  }

  Stream<CompositeType> composites() {
    return supergraph.types().values().stream().flatMap(it -> it.asComposite().stream());
  }

  boolean isHidden(String type) {
    return supergraph.find(type).filter(SupergraphType::inaccessible).isPresent();
  }

  static boolean isHidden(List<AppliedDirective> directives) {
    return directives.stream().anyMatch(it -> it.name().equals("inaccessible"));
  }
}
