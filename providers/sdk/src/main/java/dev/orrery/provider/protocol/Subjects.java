package dev.orrery.provider.protocol;

import java.util.Optional;
import java.util.regex.Pattern;

/// The subjects and streams of the contract. No other class builds or reads one.
public final class Subjects {
  /// The stream of orders.
  public static final String WORK = "WORK";

  /// The stream of reports.
  public static final String REPORTS = "REPORTS";

  /// The stream of hellos and heartbeats.
  public static final String PROVIDERS = "PROVIDERS";

  private static final Pattern ORDER =
      Pattern.compile(
          "work\\.(?<provider>[a-z][a-z0-9-]{0,62})\\.(?<kind>[a-z][a-z-]{0,62})"
              + "\\.(?<verb>[a-z][a-z0-9-]{0,62})\\.(?<id>[a-z]{1,16}_[0-9a-hjkmnp-tv-z]{26})");

  private Subjects() {}

  /// What the subject of an order says.
  public record Address(String provider, String kind, String verb, String resourceId) {}

  /// Empty when the subject is not an order's.
  public static Optional<Address> readOrder(String subject) {
    var matcher = ORDER.matcher(subject);
    return matcher.matches()
        ? Optional.of(
            new Address(
                matcher.group("provider"),
                matcher.group("kind"),
                matcher.group("verb"),
                matcher.group("id")))
        : Optional.empty();
  }

  /// Where an order goes; a cancel has the verb `cancel`.
  public static String order(String provider, String kind, String verb, String resourceId) {
    return "work.%s.%s.%s.%s".formatted(provider, kind, verb, resourceId);
  }

  /// All orders of one provider.
  public static String ordersOf(String provider) {
    return "work.%s.>".formatted(provider);
  }

  /// Where a report goes.
  public static String report(String provider, String kind, String resourceId) {
    return "reports.%s.%s.%s".formatted(provider, kind, resourceId);
  }

  /// Where a provider says who it is.
  public static String hello(String provider) {
    return "providers.hello.%s".formatted(provider);
  }

  /// Where a provider says that it is alive.
  public static String heartbeat(String provider) {
    return "providers.heartbeat.%s".formatted(provider);
  }

  /// Where an order goes that names no resource to report about.
  public static String deadLetter(String provider, String originalSubject) {
    return "deadletters.%s.%s".formatted(provider, originalSubject);
  }

  /// The name of a provider's durable consumer on WORK.
  public static String consumer(String provider) {
    return "provider-" + provider;
  }
}
