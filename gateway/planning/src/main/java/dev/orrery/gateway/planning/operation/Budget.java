package dev.orrery.gateway.planning.operation;

/// How much work one planning may do. Not thread-safe: one per planning.
public final class Budget {
  private static final int STEPS_PER_LOOK_AT_THE_CLOCK = 256;

  private final long steps;
  private final long deadline;
  private long used;

  /// @param steps fields normalised and path extensions
  /// @param deadline by `System.nanoTime()`
  public Budget(long steps, long deadline) {
    this.steps = steps;
    this.deadline = deadline;
  }

  /// Takes one step.
  ///
  /// @throws Exhausted when the budget or the time is used up
  public void spend() {
    used++;
    if (used > steps) {
      throw tooMany();
    }
    if (used % STEPS_PER_LOOK_AT_THE_CLOCK == 0) {
      checkTime();
    }
  }

  /// Takes several steps at once.
  ///
  /// @throws Exhausted when the budget or the time is used up
  public void spend(long more) {
    used += more;
    if (used > steps) {
      throw tooMany();
    }
    checkTime();
  }

  private Exhausted tooMany() {
    return new Exhausted("the operation needs more than %d planning steps".formatted(steps), false);
  }

  /// Ends a planning for another reason than steps and time; it would end so every time.
  public Exhausted exhausted(String why) {
    return new Exhausted(why, false);
  }

  /// @throws Exhausted when the time is used up
  public void checkTime() {
    if (isLate()) {
      throw new Exhausted("planning ran into its deadline", true);
    }
  }

  public boolean isLate() {
    return System.nanoTime() - deadline > 0;
  }

  /// Ends a planning whose budget is used up. Caught by the planner alone, which answers with a
  /// value.
  public static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean late;

    Exhausted(String message, boolean late) {
      super(message, null, false, false);
      this.late = late;
    }

    /// Whether it was the clock: another time it may go well.
    public boolean isLate() {
      return late;
    }
  }
}
