package dev.orrery.provider.testkit;

import dev.orrery.provider.testkit.Verdict.Kind;
import java.util.List;

/// What came of a run, in the order of the catalogue.
///
/// @param whole whether every check was asked for
/// @param verifiable whether the provider speaks the verification protocol
public record Verdicts(List<Verdict> all, boolean whole, boolean verifiable) {

  /// Those of that kind.
  public List<Verdict> of(Kind kind) {
    return all.stream().filter(verdict -> verdict.kind() == kind).toList();
  }

  /// Whether nothing was found that breaks the contract.
  public boolean clean() {
    return of(Kind.FAILED).isEmpty() && of(Kind.BROKEN).isEmpty();
  }

  /// Whether the provider keeps the contract: everything was looked at, effects included, and
  /// nothing was found.
  public boolean certified() {
    return clean() && whole && verifiable;
  }
}
