package dev.orrery.kit.access.policy;

import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.policy.fact.ActionPattern;
import dev.orrery.kit.access.policy.fact.DeclaredAction;
import dev.orrery.kit.ids.TypeId;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Why somebody may do something, or may not, as of one moment.
public sealed interface Why {

  /// In words, one step after the other.
  default List<String> steps() {
    return steps(TypeId::toString);
  }

  /// The same.
  ///
  /// @param named how an id is to be written: with the name of what it is of. The kind of the
  ///   resource asked about is not known here, it is a `resource_...`.
  List<String> steps(Function<TypeId, String> named);

  /// A binding grants it: of those that do, the one nearest to who asks.
  ///
  /// @param places from the organization that was asked about upwards to the one that the binding
  ///   is on
  record Granted(Reaching by, DeclaredAction action, Target target, List<TypeId> places)
      implements Why {
    public Granted {
      places = List.copyOf(places);
    }

    @Override
    public List<String> steps(Function<TypeId, String> named) {
      return new WhyWords(named).of(this);
    }
  }

  /// Nothing grants it.
  ///
  /// @param obstacle what no binding could overcome
  /// @param nearest bindings that reach the target and fall short, the nearest first
  /// @param missing the action that a binding would have to give; none where none could
  record Denied(
      @Nullable String obstacle,
      List<Short> nearest,
      @Nullable DeclaredAction missing,
      Target target)
      implements Why {
    public Denied {
      nearest = List.copyOf(nearest);
    }

    @Override
    public List<String> steps(Function<TypeId, String> named) {
      return new WhyWords(named).of(this);
    }
  }

  /// A binding that reaches from who asks to what is asked about, whatever its role allows.
  ///
  /// @param subjects from who asks, by groups, to the one that has the binding
  /// @param role null when that is gone
  /// @param actions what the role names; none for a built-in one, which is a level
  /// @param scope what it is on; a resource without its kind, which the index does not keep
  record Reaching(
      TypeId binding,
      List<TypeId> subjects,
      @Nullable TypeId role,
      String roleName,
      List<ActionPattern> actions,
      TypeId scope,
      @Nullable Instant expiresAt,
      @Nullable String condition) {
    public Reaching {
      subjects = List.copyOf(subjects);
      actions = List.copyOf(actions);
    }
  }

  /// @param reason as the end of a sentence about the binding: `does not allow instance.start`
  record Short(Reaching binding, String reason) {}
}
