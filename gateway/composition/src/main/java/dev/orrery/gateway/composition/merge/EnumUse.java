package dev.orrery.gateway.composition.merge;

import dev.orrery.gateway.composition.subgraph.SubgraphInput;
import dev.orrery.gateway.composition.subgraph.SubgraphType;
import java.util.HashSet;
import java.util.Set;

/// Where enums are used over all subgraphs, which decides how their values merge.
///
/// Specification: Federation, "Composition rules", section "Enums".
public final class EnumUse {
  private final Set<String> inputs = new HashSet<>();
  private final Set<String> outputs = new HashSet<>();

  public EnumUse(Subgraphs subgraphs) {
    subgraphs.all().stream().flatMap(it -> it.types().values().stream()).forEach(this::look);
  }

  /// How an enum is used.
  public enum Position {
    /// Clients send it: only values that every subgraph knows are safe.
    INPUT,
    /// Clients receive it: any value of any subgraph may come.
    OUTPUT,
    /// Both: the subgraphs must agree.
    BOTH,
    NONE
  }

  public Position of(String type) {
    var in = inputs.contains(type);
    var out = outputs.contains(type);
    if (in && out) {
      return Position.BOTH;
    }
    if (in) {
      return Position.INPUT;
    }
    return out ? Position.OUTPUT : Position.NONE;
  }

  private void look(SubgraphType type) {
    for (var field : type.fields().values()) {
      outputs.add(field.type().baseName());
      field.arguments().values().stream()
          .filter(argument -> !argument.contextual())
          .forEach(this::input);
    }
    type.inputs().values().forEach(this::input);
  }

  private void input(SubgraphInput input) {
    inputs.add(input.type().baseName());
  }
}
