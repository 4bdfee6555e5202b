package dev.orrery.gateway.conformance.world;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may be asked for a field: not who has it `@external`, and not who lost it by an `@override`.
final class Gates {
  private final World world;
  private final Contract contract;

  Gates(World world, Contract contract) {
    this.world = world;
    this.contract = contract;
  }

  /// @throws Fault when the field must not be asked for here
  void check(String type, String field, Contract.Rules rules, Thing thing, Set<String> labels) {
    if (contract.isKeyField(type, field) || Provided.contains(thing, field, world)) {
      return;
    }
    String place = "%s was asked for %s.%s, which ".formatted(contract.subgraph(), type, field);
    if (rules.external()) {
      throw new Fault(place + "is external");
    }
    if (rules.overrides() != null
        && world.contracts().containsKey(rules.overrides())
        && Boolean.FALSE.equals(holds(rules.label(), labels))) {
      throw new Fault(place + "it does not have yet");
    }
    for (Contract other : world.contracts().values()) {
      Contract.Rules theirs = other.rules(type, field);
      if (theirs != null
          && contract.subgraph().equals(theirs.overrides())
          && Boolean.TRUE.equals(holds(theirs.label(), labels))) {
        throw new Fault(place + other.subgraph() + " overrides");
      }
    }
  }

  /// Null where chance decides.
  private static @Nullable Boolean holds(@Nullable String label, Set<String> labels) {
    if (label == null || label.equals("percent(100)")) {
      return true;
    }
    if (label.equals("percent(0)")) {
      return false;
    }
    return label.startsWith("percent(") ? null : (Boolean) labels.contains(label);
  }
}
