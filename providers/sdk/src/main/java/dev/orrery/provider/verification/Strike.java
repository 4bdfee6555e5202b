package dev.orrery.provider.verification;

import dev.orrery.provider.FailureKind;
import dev.orrery.provider.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;

/// One change of the back end, with what the testkit wants to befall it.
public final class Strike {
  private static final int KILLED = 137;
  private static final Duration GLANCE = Duration.ofMillis(20);

  private final Verification verification;
  private final Work work;
  private final String word;
  private final Duration time;

  Strike(Verification verification, Work work, String line) {
    this.verification = verification;
    this.work = work;
    var parts = line.split(" ");
    word = parts[0];
    time = Duration.ofMillis(parts.length > 1 ? Long.parseLong(parts[1]) : 0);
  }

  void begin() {
    switch (word) {
      case "transient" -> throw new BackEndFault(FailureKind.TRANSIENT, "the back end is busy");
      case "permanent" -> throw new BackEndFault(FailureKind.PERMANENT, "the back end refused");
      case "throw" -> throw new IllegalStateException("the back end's client broke");
      case "crash-before" -> Runtime.getRuntime().halt(KILLED);
      case "slow" -> takeTime();
      default -> {}
    }
  }

  /// How long the thing needs until it is ready.
  public Duration settles() {
    return word.equals("settle") ? time : Duration.ZERO;
  }

  /// Notes the effect: `created`, `changed`, `deleted` or `acted`. To be called right after it.
  ///
  /// @throws BackEndFault when the back end's answer shall be lost
  public void happened(String effect) {
    verification.write(work, effect);
    if (word.equals("crash-after")) {
      Runtime.getRuntime().halt(KILLED);
    }
    if (word.equals("lost")) {
      throw new BackEndFault(FailureKind.UNKNOWN, "the back end did not answer");
    }
  }

  private void takeTime() {
    var until = Instant.now().plus(time);
    while (Instant.now().isBefore(until)) {
      if (work.cancelled()) {
        throw new CancellationException("it was cancelled before anything happened");
      }
      try {
        Thread.sleep(GLANCE);
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted before anything happened", e);
      }
    }
  }
}
