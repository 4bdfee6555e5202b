package dev.orrery.kit.access.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.policy.fact.DeclaredAction;
import dev.orrery.kit.access.policy.fact.FactReader;
import dev.orrery.kit.access.policy.fact.PolicyFact;
import dev.orrery.kit.access.policy.fact.UnusableFact;
import dev.orrery.kit.events.Received;
import dev.orrery.kit.events.StateFollower;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Who may do what, in the memory of this service.
///
/// It follows the stream `POLICY`. Nobody is asked when a request comes, so it answers while
/// permissions-api and NATS are away, with what it knew last; [#age] says how old that is.
///
/// Questions come from any thread and never wait: each is answered from one snapshot, which is the
/// policy as of some moment when the stream had been read to its end. So no answer mixes an old
/// fact with a new one. Before the first such moment every answer is no.
@ApplicationScoped
public class PolicyIndex implements StateFollower<JsonNode> {
  private static final Logger LOG = Logger.getLogger(PolicyIndex.class);

  /// The facts of one revision are shown together, but not withheld for longer than this when the
  /// last of them do not come.
  private static final Duration WITHHELD = Duration.ofSeconds(2);

  private final Clock clock;
  private final PolicyState state = new PolicyState();
  private final Revisions revisions = new Revisions();
  private final AtomicLong ignored = new AtomicLong();
  private final AtomicLong unusable = new AtomicLong();
  private boolean changed = true;
  private volatile Snapshot snapshot = state.snapshot(0);
  private volatile int bindings;
  private volatile long unusableConditions;
  private volatile @Nullable Instant completeAt;

  PolicyIndex() {
    this(Clock.systemUTC());
  }

  private PolicyIndex(Clock clock) {
    this.clock = clock;
  }

  /// An index that nothing feeds yet.
  public static PolicyIndex at(Clock clock) {
    return new PolicyIndex(clock);
  }

  @Override
  public String stream() {
    return PolicyFact.STREAM;
  }

  @Override
  public Class<JsonNode> body() {
    return JsonNode.class;
  }

  /// Takes a message in, in whatever order and however often it comes. Nobody sees it before the
  /// next [#complete].
  @Override
  public void apply(Received<JsonNode> message) {
    try {
      FactReader.read(message.subject(), message.body())
          .ifPresentOrElse(this::apply, ignored::incrementAndGet);
    } catch (UnusableFact senseless) {
      unusable.incrementAndGet();
      PolicyFact.@Nullable Gone instead = senseless.instead();
      LOG.errorf("%s; %s", senseless.getMessage(), instead == null ? "ignored" : "taken for gone");
      if (instead != null) {
        apply(instead);
      }
    }
  }

  /// Takes a fact in, as [#apply(Received)] does.
  public void apply(PolicyFact fact) {
    if (state.take(fact)) {
      changed = true;
      revisions.seen(fact.stamp(), clock.instant());
    }
  }

  @Override
  public void complete() {
    Instant now = clock.instant();
    if (isReady() && revisions.isUnfinished(now.minus(WITHHELD))) {
      return;
    }
    if (changed) {
      changed = false;
      snapshot = state.snapshot(revisions.finished());
      bindings = state.bindingCount();
      unusableConditions = state.unusableConditions();
    }
    completeAt = now;
    revisions.reached(snapshot.revision());
  }

  /// Whether `subject` may do `action` to `target`. No, for whatever the policy does not know.
  ///
  /// @param subject the id of a user or service account
  public boolean check(String subject, String action, Target target, Instant now) {
    return snapshot.check(subject, action, target, now);
  }

  /// For somebody who asks more than once.
  ///
  /// @param subject the id of a user or service account
  public Asker asker(String subject) {
    return new Asker(this, subject);
  }

  Snapshot snapshot() {
    return snapshot;
  }

  /// The answers to many questions, in their order, all from the same policy.
  public boolean[] checkAll(String subject, List<Question> questions, Instant now) {
    Snapshot.Known asker = snapshot.known(subject);
    boolean[] answers = new boolean[questions.size()];
    for (int i = 0; i < answers.length; i++) {
      Question question = questions.get(i);
      answers[i] = asker.policy().check(asker, question.action(), question.target(), now);
    }
    return answers;
  }

  /// Everything that `subject` may do `action` to.
  public Visible visible(String subject, String action, Instant now) {
    return snapshot.visible(subject, action, now);
  }

  /// The organizations in which `subject` has anything at all, whatever it allows; empty for every
  /// organization that there is, when they are many.
  public Optional<Set<UUID>> organizations(String subject, Instant now) {
    return snapshot.organizations(subject, now);
  }

  /// Why `subject` may do `action` to `target`, or may not: what [#check] says, with its reasons.
  public Why why(String subject, String action, Target target, Instant now) {
    return new Explaining(snapshot, subject, action, target, now, true).why();
  }

  /// The same where only its service knows the target's labels: a condition counts if it holds
  /// whatever they are. The subject may be a group too.
  public Why whyWhateverTheLabels(String subject, String action, Target target, Instant now) {
    return new Explaining(snapshot, subject, action, target, now, false).why();
  }

  /// What a service declared of an action; nothing for one that does not exist.
  public Optional<DeclaredAction> action(String name) {
    return snapshot.actions().declared(name);
  }

  /// Every action of every service.
  public List<DeclaredAction> actions() {
    return snapshot.actions().all();
  }

  /// Whether that user or service account is known and active.
  public boolean isActive(String subject) {
    @Nullable Principal principal = snapshot.principal(subject);
    return principal != null && principal.active;
  }

  /// Whether that user or service account acts for a provider and not for a tenant.
  public boolean isProviderAccount(String subject) {
    @Nullable Principal principal = snapshot.principal(subject);
    return principal != null && principal.providerAccount;
  }

  /// Every change of the policy up to this revision is in the answers; 0 before the first.
  public long revision() {
    return snapshot.revision();
  }

  /// Waits until every change up to that revision is in the answers. An answer at once when it is.
  ///
  /// @return false when it was not within the time
  public boolean awaitRevision(long revision, Duration patience) throws InterruptedException {
    return revisions.await(revision, patience);
  }

  /// Whether all of the policy has been here once. Before that, nothing can be said of anybody.
  public boolean isReady() {
    return completeAt != null;
  }

  /// Waits until the index is ready.
  ///
  /// @return false when it was not within the time
  public boolean awaitReady(Duration patience) throws InterruptedException {
    return revisions.awaitAny(patience);
  }

  /// For how long the index may have missed changes; nothing before it is ready. About a second
  /// while all is well.
  public Optional<Duration> age() {
    @Nullable Instant at = completeAt;
    return at == null ? Optional.empty() : Optional.of(Duration.between(at, clock.instant()));
  }

  /// How many bindings it holds.
  public int size() {
    return bindings;
  }

  /// How many messages were of kinds that this version does not know.
  public long ignored() {
    return ignored.get();
  }

  /// How many messages of known kinds made no sense, or the conditions in them. What they spoke of
  /// was taken for gone, and such conditions never hold.
  public long unusable() {
    return unusable.get() + unusableConditions;
  }
}
