package dev.orrery.gateway.execution.operation;

import dev.orrery.gateway.composition.supergraph.CompositeType;
import dev.orrery.gateway.composition.supergraph.JoinField;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/// The labels of progressive overrides (`@override(from:, label:)`), decided anew for each request.
///
/// `percent(n)` holds for n of a hundred requests. Any other label holds when configuration says
/// so.
public final class OverrideLabels {
  private static final Pattern PERCENT = Pattern.compile("percent\\((\\d+(?:\\.\\d+)?)\\)");

  private final Set<String> always = new LinkedHashSet<>();
  private final Map<String, Double> sometimes = new LinkedHashMap<>();

  /// @param active labels that hold for every request
  public OverrideLabels(Supergraph supergraph, Set<String> active) {
    for (var type : supergraph.types().values()) {
      if (type instanceof CompositeType composite) {
        composite
            .fields()
            .values()
            .forEach(field -> field.joins().forEach(join -> add(join, active)));
      }
    }
  }

  private void add(JoinField join, Set<String> active) {
    String label = join.overrideLabel();
    if (label == null) {
      return;
    }
    var percent = PERCENT.matcher(label);
    if (active.contains(label)) {
      always.add(label);
    } else if (percent.matches()) {
      sometimes.put(label, Double.parseDouble(percent.group(1)));
    }
  }

  /// Those that hold for one request.
  public Set<String> decide() {
    if (sometimes.isEmpty()) {
      return always;
    }
    // One throw for all, so that what one request sees of several fields belongs together.
    double thrown = ThreadLocalRandom.current().nextDouble(100);
    Set<String> holding = new LinkedHashSet<>(always);
    sometimes.forEach((label, percent) -> {
      if (thrown < percent) {
        holding.add(label);
      }
    });
    return holding;
  }
}
