package dev.orrery.gateway.conformance.world;

import dev.orrery.gateway.composition.sdl.FieldSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `@provides` promises along a path.
final class Provided {
  private Provided() {}

  /// Whether a field on the way to `thing` provides `field` of it.
  static boolean contains(Thing thing, String field, World world) {
    return thing.provided().stream().anyMatch(set -> !below(set, thing, field, world).isEmpty());
  }

  /// Whether fields on the way to `thing` provide all that a requirement asks for: then it need not
  /// be sent.
  static boolean covers(Thing thing, FieldSet requirement, World world) {
    return requirement.selections().stream()
        .allMatch(selection ->
            selection instanceof FieldSet.FieldSelection field
                && contains(thing, field.name(), world));
  }

  /// What is provided of the objects that `field` leads to.
  static List<FieldSet> below(Thing thing, String field, @Nullable FieldSet provides, World world) {
    List<FieldSet> sets = new ArrayList<>();
    if (provides != null) {
      sets.add(provides);
    }
    thing.provided().forEach(set -> sets.addAll(below(set, thing, field, world)));
    return sets;
  }

  private static List<FieldSet> below(FieldSet set, Thing thing, String field, World world) {
    List<FieldSet> found = new ArrayList<>();
    for (FieldSet.Selection selection : set.selections()) {
      switch (selection) {
        case FieldSet.FieldSelection own -> {
          if (own.name().equals(field)) {
            found.add(own.selections());
          }
        }
        case FieldSet.FragmentSelection fragment -> {
          if (fragment.typeCondition() == null
              || world.is(thing.type(), fragment.typeCondition())) {
            found.addAll(below(fragment.selections(), thing, field, world));
          }
        }
      }
    }
    return found;
  }
}
