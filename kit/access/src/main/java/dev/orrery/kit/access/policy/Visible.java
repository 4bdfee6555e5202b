package dev.orrery.kit.access.policy;

import dev.orrery.kit.access.Target;
import java.util.function.Function;

/// Which rows somebody may do an action to, as of one moment.
public sealed interface Visible {

  boolean includes(Target target);

  /// A condition in SQL that holds for exactly the rows that [#includes] says.
  ///
  /// @param bind takes a value in and answers its place in the statement
  String sql(Columns columns, Function<Object, String> bind);

  record Nothing() implements Visible {
    @Override
    public boolean includes(Target target) {
      return false;
    }

    @Override
    public String sql(Columns columns, Function<Object, String> bind) {
      return "false";
    }
  }

  /// For operators of the platform.
  record Everything() implements Visible {
    @Override
    public boolean includes(Target target) {
      return true;
    }

    @Override
    public String sql(Columns columns, Function<Object, String> bind) {
      return "true";
    }
  }

  /// @param always what may be seen under no condition
  record Some(Reach always) implements Visible {
    @Override
    public boolean includes(Target target) {
      return always.includes(target.organization(), target.project(), target.resource());
    }

    @Override
    public String sql(Columns columns, Function<Object, String> bind) {
      return always.sql(columns, bind);
    }
  }
}
