package dev.orrery.kit.database;

/// The database refused a write because of a constraint; the transaction is lost.
///
/// Features translate the constraints they know into refusals of their own.
public final class ConstraintViolated extends RuntimeException {
  private final String constraint;

  ConstraintViolated(String constraint, Throwable cause) {
    super("the database refused a write: constraint " + constraint, cause);
    this.constraint = constraint;
  }

  /// The constraint's name as the migration wrote it.
  public String constraint() {
    return constraint;
  }
}
