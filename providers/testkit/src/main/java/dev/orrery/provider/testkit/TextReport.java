package dev.orrery.provider.testkit;

import dev.orrery.provider.testkit.Verdict.Kind;
import java.io.PrintStream;

/// The verdicts for people: each as it comes, then what was found.
final class TextReport {
  private final PrintStream out;
  private final int total;
  private int seen;

  TextReport(PrintStream out, int total) {
    this.out = out;
    this.total = total;
  }

  synchronized void heard(Verdict verdict) {
    seen++;
    out.printf(
        "%4d/%d %s %-78s %5.1f s%n",
        seen,
        total,
        mark(verdict.kind()),
        verdict.check().name(),
        verdict.took().toMillis() / 1000.0);
    if (verdict.kind() == Kind.FAILED || verdict.kind() == Kind.BROKEN) {
      out.println(verdict.reason().indent(12).stripTrailing());
    }
  }

  private static String mark(Kind kind) {
    return switch (kind) {
      case PASSED -> "passed";
      case FAILED -> "FAILED";
      case NOT_APPLICABLE -> "n/a   ";
      case BROKEN -> "BROKEN";
    };
  }

  void end(Verdicts verdicts) {
    var failed = verdicts.of(Kind.FAILED);
    var broken = verdicts.of(Kind.BROKEN);
    var none = verdicts.of(Kind.NOT_APPLICABLE);
    if (!failed.isEmpty()) {
      out.println();
      out.println("These rules are broken:");
      for (var verdict : failed) {
        out.printf("  %s%n", verdict.check().name());
        out.printf("      clause  %s%n", verdict.check().clause().words());
        out.println(("reason  " + verdict.reason()).indent(6).stripTrailing());
      }
    }
    if (!none.isEmpty()) {
      out.println();
      out.println("Not applicable:");
      none.forEach(verdict -> out.printf("  %-78s %s%n", verdict.check().name(), verdict.reason()));
    }
    out.println();
    out.printf(
        "%d passed, %d failed, %d not applicable%s.%n",
        verdicts.of(Kind.PASSED).size(),
        failed.size(),
        none.size(),
        broken.isEmpty() ? "" : ", %d broken by the testkit itself".formatted(broken.size()));
    if (verdicts.certified()) {
      out.println("The provider keeps the contract, version 1.");
    } else if (verdicts.clean() && !verdicts.verifiable()) {
      out.println(
          """
          NOT VERIFIED. Nothing was found, but nobody looked whether effects happen once: the provider does not announce
          verification:1. See "The verification protocol" in docs/provider-guide.md.\
          """);
    } else if (verdicts.clean()) {
      out.println(
          "Nothing was found, in the checks that were asked for. That is no proof of the rest.");
    } else {
      out.println("The provider does not keep the contract.");
    }
  }
}
