package dev.orrery.permissions.why;

import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.permissions.account.ServiceAccountRow;
import dev.orrery.permissions.policy.RegisteredAction;
import dev.orrery.permissions.policy.RegisteredActions;
import dev.orrery.permissions.role.RoleContents;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Explains, from the record, why somebody may or may not do something.
@ApplicationScoped
class Explainer {
  private static final int SHOWN = 10;

  private final RegisteredActions actions;
  private final RoleContents contents;

  Explainer(RegisteredActions actions, RoleContents contents) {
    this.actions = actions;
    this.contents = contents;
  }

  Explanation explain(Transaction transaction, TypeId subject, Question question) {
    Optional<RegisteredAction> action = actions.named(question.action());
    if (action.isEmpty()) {
      return Explanation.denied("no service has an action '%s'".formatted(question.action()));
    }
    if (action.get().grantedTo() == null) {
      return Explanation.denied(
          "%s is for operators of the platform alone".formatted(question.action()));
    }
    if (subject.prefix().equals("sa") && !isActive(transaction, subject)) {
      return Explanation.denied("%s is not active".formatted(subject));
    }
    Instant now = Instant.now();
    List<Reaching> reaching = Reaching.all(transaction, subject.toString(), question);
    return reaching.stream()
        .filter(each -> !each.expired() && each.countsFor(subject, now))
        .filter(each -> contents.allows(each.role(), question.action()))
        .findFirst()
        .map(each -> granted(subject, question, action.get(), each))
        .orElseGet(() -> denied(subject, question, action.get(), reaching));
  }

  private static boolean isActive(Transaction transaction, TypeId account) {
    @Nullable ServiceAccountRow found = transaction.find(ServiceAccountRow.class, account.uuid());
    return found != null && found.active();
  }

  private static Explanation granted(
      TypeId subject, Question question, RegisteredAction action, Reaching by) {
    List<String> steps = new ArrayList<>();
    for (int i = 1; i < by.subjects().size(); i++) {
      steps.add("%s is in %s".formatted(by.subjects().get(i - 1), by.subjects().get(i)));
    }
    steps.add(by.sentence());
    steps.add(
        by.role().builtIn() == null
            ? "%s allows %s: it has %s"
                .formatted(by.roleName(), question.action(), String.join(", ", by.role().actions()))
            : "%s allows %s, which is granted to %s"
                .formatted(by.roleName(), question.action(), action.grantedTo()));
    for (int i = by.places().size() - 1; i > 0; i--) {
      steps.add("%s is a part of %s".formatted(by.places().get(i - 1), by.places().get(i)));
    }
    if (question.project() != null || question.resource() != null) {
      steps.add("%s lies in %s".formatted(question.target(), by.places().getFirst()));
    }
    return new Explanation(
        true, "%s may %s on %s".formatted(subject, question.action(), question.target()), steps);
  }

  private Explanation denied(
      TypeId subject, Question question, RegisteredAction action, List<Reaching> reaching) {
    List<String> steps = new ArrayList<>();
    reaching.stream()
        .limit(SHOWN)
        .forEach(each -> steps.add(each.sentence() + ", which " + shortcoming(each, question)));
    steps.add(
        "missing: a binding of %s, or of a role with '%s', on %s or above"
            .formatted(action.grantedTo(), question.action(), question.target()));
    return new Explanation(
        false,
        "%s may not %s on %s".formatted(subject, question.action(), question.target()),
        steps);
  }

  private String shortcoming(Reaching binding, Question question) {
    if (!contents.allows(binding.role(), question.action())) {
      return "does not allow " + question.action();
    }
    return binding.expired() ? "is over" : "counts only where its condition holds";
  }
}
