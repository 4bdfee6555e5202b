package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;

/// A link says by `for` that ignoring its spec is not safe, so an unknown one cannot be composed.
///
/// Specification: Spec `link` v1.0, argument `for` (`link__Purpose`).
final class LinksAreSupported implements SubgraphRule {
  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    for (var link : subgraph.links()) {
      if (link.purpose() != null && !link.isKnown()) {
        report.error(
            ErrorCode.UNSUPPORTED_LINKED_FEATURE,
            "@link",
            link.place(),
            "Feature \"%s\" is linked for %s, but composition does not know it"
                .formatted(link.url(), link.purpose()));
      }
    }
  }
}
