package dev.orrery.gateway.conformance.world;

import dev.orrery.gateway.composition.sdl.FieldSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the objects that representations mean.
final class Entities {
  private final World world;
  private final Contract contract;
  private final Values values;

  Entities(World world, Contract contract) {
    this.world = world;
    this.contract = contract;
    this.values = new Values(world, contract.subgraph());
  }

  /// Null for one that this subgraph does not know.
  ///
  /// @throws Fault when the representation makes no sense here
  /// @throws PlannedError where the data plants one
  @Nullable Thing find(Map<String, ?> representation) {
    String type = String.valueOf(representation.get("__typename"));
    List<Contract.Key> sent =
        contract.keys(type).stream()
            .filter(Contract.Key::resolvable)
            .filter(key -> isSent(key.fields(), type, representation))
            .toList();
    if (sent.isEmpty()) {
      throw new Fault(
          "%s has no key for %s".formatted(contract.subgraph(), Json.text(representation)));
    }
    for (String name : world.objects().keySet()) {
      Thing thing = world.object(name, null);
      if (world.is(thing.type(), type)
          && sent.stream().anyMatch(key -> fits(key.fields(), thing, representation))) {
        Map<String, ?> special = world.special(contract.subgraph(), name);
        if (special == null) {
          return null;
        }
        if (special.containsKey("$error")) {
          throw new PlannedError(special);
        }
        return new Thing(name, thing.type(), thing.fields(), representation, List.of(), null);
      }
    }
    return null;
  }

  private static boolean isSent(FieldSet key, String type, Map<String, ?> sent) {
    return key.selections().stream()
        .allMatch(selection ->
            switch (selection) {
              case FieldSet.FieldSelection field ->
                  sent.get(field.name()) != null
                      && isSent(field.selections(), sent.get(field.name()));
              case FieldSet.FragmentSelection _ -> true;
            });
  }

  private static boolean isSent(FieldSet below, Object value) {
    return below.isEmpty()
        || (value instanceof List<?> list
            ? list.stream().allMatch(item -> isSent(below, item))
            : isSent(below, "", World.map(value)));
  }

  private boolean fits(FieldSet key, Thing thing, Map<String, ?> sent) {
    return key.selections().stream()
        .allMatch(selection ->
            switch (selection) {
              case FieldSet.FieldSelection field ->
                  field.name().equals("__typename")
                      || same(known(thing, field), sent.get(field.name()), field.selections());
              case FieldSet.FragmentSelection fragment ->
                  (fragment.typeCondition() != null
                          && !world.is(thing.type(), fragment.typeCondition()))
                      || fits(fragment.selections(), thing, sent);
            });
  }

  private @Nullable Object known(Thing thing, FieldSet.FieldSelection field) {
    if (!thing.fields().containsKey(field.name())) {
      return null; // an object that is known by other keys
    }
    return values.of(
        thing,
        new Values.Asked(
            field.name(), Map.of(), "", !field.selections().isEmpty(), List.of(), null, _ -> null));
  }

  private boolean same(@Nullable Object known, @Nullable Object sent, FieldSet below) {
    if (known instanceof List<?> list && sent instanceof List<?> others) {
      for (int i = 0; i < list.size(); i++) {
        if (list.size() != others.size() || !same(list.get(i), others.get(i), below)) {
          return false;
        }
      }
      return true;
    }
    if (known instanceof Thing inner) {
      return sent instanceof Map<?, ?> && fits(below, inner, World.map(sent));
    }
    return known != null && Values.text(known).equals(Values.text(sent));
  }
}
