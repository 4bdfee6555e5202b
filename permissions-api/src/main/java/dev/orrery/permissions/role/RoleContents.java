package dev.orrery.permissions.role;

import dev.orrery.kit.access.Role;
import dev.orrery.permissions.policy.RegisteredAction;
import dev.orrery.permissions.policy.RegisteredActions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Compares what roles allow.
@ApplicationScoped
public class RoleContents {
  private final RegisteredActions registered;

  RoleContents(RegisteredActions registered) {
    this.registered = registered;
  }

  /// What is in a role: a built-in one, or actions.
  public record Contents(@Nullable Role builtIn, List<String> actions) {
    public Contents {
      actions = List.copyOf(actions);
    }
  }

  /// The first part of a role that somebody with other roles does not have: what one has now may
  /// not become more by handing it on, also not when services learn new actions.
  public Optional<String> missing(Contents wanted, Collection<Contents> held) {
    @Nullable Role builtIn = wanted.builtIn();
    if (builtIn != null) {
      return held.stream().anyMatch(each -> includes(each.builtIn(), builtIn))
          ? Optional.empty()
          : Optional.of("the role " + builtIn);
    }
    return wanted.actions().stream()
        .filter(action -> held.stream().noneMatch(each -> has(each, action)))
        .findFirst();
  }

  private static boolean includes(@Nullable Role held, Role wanted) {
    return held != null && held.includes(wanted);
  }

  private boolean has(Contents held, String action) {
    Optional<ActionPattern> wanted = ActionPattern.read(action);
    if (wanted.isEmpty()) {
      return false;
    }
    @Nullable Role builtIn = held.builtIn();
    if (builtIn != null) {
      // A pattern of an editor would grow with actions that owners alone will have.
      return builtIn == Role.OWNER || (wanted.get().isOne() && isGranted(builtIn, action));
    }
    return held.actions().stream()
        .flatMap(each -> ActionPattern.read(each).stream())
        .anyMatch(each -> each.covers(wanted.get()));
  }

  private boolean isGranted(Role builtIn, String action) {
    return registered
        .named(action)
        .map(RegisteredAction::grantedTo)
        .filter(builtIn::includes)
        .isPresent();
  }

  /// Whether a role allows an action that a service has, and that is not for operators alone.
  public boolean allows(Contents role, String action) {
    return registered
        .named(action)
        .map(RegisteredAction::grantedTo)
        .filter(least -> allows(role, action, least))
        .isPresent();
  }

  private static boolean allows(Contents role, String action, Role least) {
    @Nullable Role builtIn = role.builtIn();
    return builtIn != null
        ? builtIn.includes(least)
        : role.actions().stream()
            .flatMap(each -> ActionPattern.read(each).stream())
            .anyMatch(each -> ActionPattern.read(action).filter(each::covers).isPresent());
  }

  /// Why a role cannot consist of such actions, if it cannot.
  Optional<String> problem(String action) {
    Optional<ActionPattern> pattern = ActionPattern.read(action);
    if (pattern.isEmpty()) {
      return Optional.of(
          "'%s' is no action: write instance.read, site.* or *.read".formatted(action));
    }
    List<RegisteredAction> meant =
        registered.all().stream()
            .filter(
                each -> ActionPattern.read(each.name()).filter(pattern.get()::covers).isPresent())
            .toList();
    if (meant.isEmpty()) {
      return Optional.of(
          "no service has an action '%s': see the query 'actions'".formatted(action));
    }
    return meant.stream().allMatch(each -> each.grantedTo() == null)
        ? Optional.of("'%s' is for operators of the platform alone".formatted(action))
        : Optional.empty();
  }
}
