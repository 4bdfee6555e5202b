package dev.orrery.permissions.limit;

import dev.orrery.permissions.secret.OpaqueSecret;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Slows down those who guess passwords.
///
/// Attempts are counted in windows of time: those of one address for one account, those for one
/// account from anywhere, and those of one address for any account. So one who guesses from one
/// place does not lock its owner out elsewhere. An attempt counts from its beginning, so that many
/// at once count too, and no longer once it has succeeded. Accounts that do not exist are counted
/// like others. The counts are in memory, of a bounded number of accounts and addresses; each
/// replica has its own.
@ApplicationScoped
public class SignInLimits {
  private static final int MOST_COUNTED = 50_000;
  private static final int ADDRESSES_TO_AN_ACCOUNT = 5;
  private static final int IPV6_NETWORK_BYTES = 8;

  private final int perAccount;
  private final int perAddress;
  private final Duration window;
  private final Clock clock;
  private final Map<String, Count> counts =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
          return size() > MOST_COUNTED;
        }
      };

  private record Count(Instant begin, int attempts) {}

  private record Bound(String name, int most) {}

  @Inject
  SignInLimits(
      @ConfigProperty(name = "orrery.sign-in.account-attempts", defaultValue = "10") int perAccount,
      @ConfigProperty(name = "orrery.sign-in.address-attempts", defaultValue = "100")
          int perAddress,
      @ConfigProperty(name = "orrery.sign-in.window", defaultValue = "15M") Duration window) {
    this(perAccount, perAddress, window, Clock.systemUTC());
  }

  SignInLimits(int perAccount, int perAddress, Duration window, Clock clock) {
    this.perAccount = perAccount;
    this.perAddress = perAddress;
    this.window = window;
    this.clock = clock;
  }

  /// Counts an attempt.
  ///
  /// @param account as given; one that does not exist counts too
  /// @return how long to wait, when there were too many; then nothing is counted
  public @Nullable Duration begin(String account, String address) {
    return begin(bounds(account, address));
  }

  /// Counts an attempt at what is too long to guess, by its address alone.
  ///
  /// @return how long to wait, when there were too many; then nothing is counted
  public @Nullable Duration beginFrom(String address) {
    return begin(List.of(new Bound(network(address), perAddress)));
  }

  private synchronized @Nullable Duration begin(List<Bound> bounds) {
    Instant now = clock.instant();
    for (Bound bound : bounds) {
      Count count = count(bound, now);
      if (count.attempts >= bound.most) {
        return Duration.between(now, count.begin.plus(window));
      }
    }
    bounds.forEach(bound -> {
      Count count = count(bound, now);
      counts.put(bound.name, new Count(count.begin, count.attempts + 1));
    });
    return null;
  }

  /// The attempt was no guess.
  public synchronized void succeeded(String account, String address) {
    List<Bound> bounds = bounds(account, address);
    counts.remove(bounds.getFirst().name);
    bounds.subList(1, bounds.size()).forEach(this::giveBack);
  }

  /// The attempt was no guess.
  public synchronized void succeededFrom(String address) {
    giveBack(new Bound(network(address), perAddress));
  }

  private void giveBack(Bound bound) {
    Count count = count(bound, clock.instant());
    counts.put(bound.name, new Count(count.begin, Math.max(0, count.attempts - 1)));
  }

  private Count count(Bound bound, Instant now) {
    @Nullable Count count = counts.get(bound.name);
    return count == null || !now.isBefore(count.begin.plus(window)) ? new Count(now, 0) : count;
  }

  private List<Bound> bounds(String account, String address) {
    String who =
        HexFormat.of().formatHex(OpaqueSecret.digest(account.toLowerCase(Locale.ROOT)), 0, 16);
    String where = network(address);
    return List.of(
        new Bound(who + " " + where, perAccount),
        new Bound(who, perAccount * ADDRESSES_TO_AN_ACCOUNT),
        new Bound(where, perAddress));
  }

  /// Of IPv6, whoever has one address has the 2^64 beside it.
  private static String network(String address) {
    try {
      byte[] bytes = InetAddress.ofLiteral(address).getAddress();
      return HexFormat.of()
          .formatHex(bytes.length == 4 ? bytes : Arrays.copyOf(bytes, IPV6_NETWORK_BYTES));
    } catch (IllegalArgumentException noAddress) {
      return address;
    }
  }
}
