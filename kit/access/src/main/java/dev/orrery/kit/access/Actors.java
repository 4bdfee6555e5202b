package dev.orrery.kit.access;

import dev.orrery.kit.access.policy.PolicyIndex;
import dev.orrery.kit.ids.MalformedIdException;
import dev.orrery.kit.ids.TypeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/// What those may do who caused an event: for handlers that use something for somebody, which that
/// one must be able to use.
///
/// Such a handler asks no older policy than the event was caused under: its `awaitPolicy` is
/// [#await].
@ApplicationScoped
public class Actors {
  private final PolicyIndex index;
  private final Clock clock = Clock.systemUTC();

  Actors(PolicyIndex index) {
    this.index = index;
  }

  /// Waits until the policy is here up to a revision.
  ///
  /// @return false when it was not within the time
  public boolean await(long revision, Duration patience) {
    try {
      return index.awaitReady(patience) && index.awaitRevision(revision, patience);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// @param actor as an event names it. Users and service accounts may do what the policy says;
  ///   parts of the house, and operators, act for no tenant.
  public Viewer of(String actor) {
    return isJudged(actor)
        ? Viewer.of(actor, new PolicyRights(index, actor, clock.instant()))
        : Viewer.operator(actor);
  }

  private static boolean isJudged(String actor) {
    try {
      return switch (TypeId.parse(actor).prefix()) {
        case "user", "sa" -> true;
        default -> false;
      };
    } catch (MalformedIdException partOfTheHouse) {
      return false;
    }
  }
}
