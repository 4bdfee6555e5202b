package dev.orrery.gateway.planning.plan;

import java.util.List;

/// How an object of the data tree becomes an object of a representation. The first shape that takes
/// the object's type applies; when none does there is no representation.
public record RepresentationObject(List<RepresentationShape> shapes) {
  public RepresentationObject {
    shapes = List.copyOf(shapes);
  }
}
