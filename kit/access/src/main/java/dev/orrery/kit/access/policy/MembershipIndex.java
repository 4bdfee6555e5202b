package dev.orrery.kit.access.policy;

import dev.orrery.kit.events.Received;
import dev.orrery.kit.events.StateFollower;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The roles of users in organizations, in the memory of this service.
///
/// It follows the stream `POLICY`. Nobody is asked when a request comes, so it answers while
/// permissions-api and NATS are away, with what it knew last; [#age] says how old that is. Users
/// may be asked for from any thread.
@ApplicationScoped
public class MembershipIndex implements StateFollower<UserPolicy> {
  private final Map<String, UserPolicy> users = new ConcurrentHashMap<>();
  private final Clock clock;
  private final CountDownLatch ready = new CountDownLatch(1);
  private volatile @Nullable Instant completeAt;

  MembershipIndex() {
    this(Clock.systemUTC());
  }

  private MembershipIndex(Clock clock) {
    this.clock = clock;
  }

  /// An index that nothing feeds yet.
  public static MembershipIndex at(Clock clock) {
    return new MembershipIndex(clock);
  }

  @Override
  public String stream() {
    return UserPolicy.STREAM;
  }

  @Override
  public Class<UserPolicy> body() {
    return UserPolicy.class;
  }

  /// A version that is not newer than the one known changes nothing; nor does a message about
  /// anything else than a user.
  @Override
  public void apply(Received<UserPolicy> message) {
    if (!message.subject().startsWith("policy.user.")) {
      return;
    }
    UserPolicy policy = message.body();
    users.merge(
        policy.user().toString(),
        policy,
        (known, told) -> told.version() > known.version() ? told : known);
  }

  @Override
  public void complete() {
    completeAt = clock.instant();
    ready.countDown();
  }

  /// Whether all of the policy has been here once. Before that, nothing can be said of anybody.
  public boolean isReady() {
    return completeAt != null;
  }

  /// Waits until the index is ready, however long that takes.
  public void awaitReady() throws InterruptedException {
    ready.await();
  }

  /// Waits until the index is ready.
  ///
  /// @return false when it was not within the time
  public boolean awaitReady(Duration patience) throws InterruptedException {
    return ready.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// For how long the index may have missed changes; nothing before it is ready. About a second
  /// while all is well.
  public Optional<Duration> age() {
    @Nullable Instant at = completeAt;
    return at == null ? Optional.empty() : Optional.of(Duration.between(at, clock.instant()));
  }

  /// What a user may do; nothing for one that the index never heard of.
  public Optional<UserPolicy> of(String user) {
    return Optional.ofNullable(users.get(user));
  }

  /// How many users are known, those that are gone included.
  public int size() {
    return users.size();
  }
}
