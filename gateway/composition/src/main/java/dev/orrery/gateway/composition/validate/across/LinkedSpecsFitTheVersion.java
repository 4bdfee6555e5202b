package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.findings.HintCode;
import dev.orrery.gateway.composition.merge.Subgraphs;
import java.util.List;
import java.util.Map;

/// Hints at subgraphs that link a spec by itself which came with a newer federation than the one
/// that they link: they are composed as of that.
final class LinkedSpecsFitTheVersion implements AcrossRule {
  /// The minor version of federation 2 that brought each spec.
  private static final Map<String, Integer> SINCE = Map.of("cost", 9);

  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    for (var subgraph : subgraphs.all()) {
      if (subgraph.isVersion1()) {
        continue;
      }
      subgraph.links().stream()
          .filter(it -> it.isApollo() && SINCE.getOrDefault(it.name(), 0) > subgraph.minor())
          .forEach(it ->
              findings.hint(
                  HintCode.IMPLICITLY_UPGRADED_FEDERATION_VERSION,
                  "Subgraph %s has been implicitly upgraded from federation v2.%d to v2.%d by %s"
                      .formatted(subgraph.name(), subgraph.minor(), SINCE.get(it.name()), it.url()),
                  "@link",
                  List.of(it.place())));
    }
  }
}
