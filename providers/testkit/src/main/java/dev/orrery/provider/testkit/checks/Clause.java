package dev.orrery.provider.testkit.checks;

/// The clauses of `docs/provider-guide.md` that checks stand on, each under the words with which it
/// begins there.
public enum Clause {
  HELLO("**Hello**"),
  HEARTBEAT("**Heartbeat**"),
  ORDERS("**Orders**"),
  REPORTS("**Reports**"),
  ACKNOWLEDGE("**Then, and only then, acknowledge the order.**"),
  ENSURE("| `ensure` |"),
  REMOVE("| `remove` |"),
  OBSERVE("| `observe` |"),
  ACT("| `act` |"),
  OTHER_VERBS("| any other |"),
  CHECK_AGAIN("| `checkAgain` |"),
  FAILED("| `failed` |"),
  UNKNOWN_FIELDS("Ignore fields you do not know"),
  ONE_AT_A_TIME("**One at a time for one resource**"),
  FENCING("**Fencing.**"),
  GENERATIONS("**Generations.**"),
  DUPLICATES("**Duplicates.**"),
  RETRIES("A retry is no duplicate"),
  CRASH("**A crash**"),
  MEMORY("**Memory**"),
  DEADLINES("**Deadlines.**"),
  CLOCKS("**Clocks**"),
  CANCEL("**Cancel**"),
  ROBUST("**Nothing brings the process down for good.**"),
  VERSIONS("**Versions.**"),
  OUTAGES("**Outages**"),
  STOPPING("**Stopping.**"),
  CREDENTIALS("A credential allows"),
  SECRETS("**Secrets**"),
  SEALED_SECRETS("**Sealed secrets**");

  private final String words;

  Clause(String words) {
    this.words = words;
  }

  /// With these the clause begins in the guide.
  public String words() {
    return words;
  }
}
