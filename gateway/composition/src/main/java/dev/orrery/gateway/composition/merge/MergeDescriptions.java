package dev.orrery.gateway.composition.merge;

import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.findings.HintCode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Chooses the description that most subgraphs give, the first of them when there is a tie.
final class MergeDescriptions {
  private final Findings findings;

  MergeDescriptions(Findings findings) {
    this.findings = findings;
  }

  @Nullable String merge(
      String coordinate, List<@Nullable String> descriptions, Collection<Place> places) {
    var counts = new LinkedHashMap<String, Integer>();
    descriptions.stream()
        .filter(Objects::nonNull)
        .filter(text -> !text.isBlank())
        .forEach(text -> counts.merge(text, 1, Integer::sum));
    if (counts.size() > 1) {
      findings.hint(
          HintCode.INCONSISTENT_DESCRIPTION,
          "\"%s\" has different descriptions across subgraphs; the most common one is used"
              .formatted(coordinate),
          coordinate,
          places);
    }
    var most = counts.values().stream().mapToInt(it -> it).max().orElse(0);
    return counts.entrySet().stream()
        .filter(e -> e.getValue() == most)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }
}
