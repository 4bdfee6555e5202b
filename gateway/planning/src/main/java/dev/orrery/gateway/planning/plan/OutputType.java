package dev.orrery.gateway.planning.plan;

import java.util.List;

/// The type of a field's value.
public sealed interface OutputType {
  /// In GraphQL notation, such as `[User!]`.
  String text();

  record NonNull(OutputType of) implements OutputType {
    @Override
    public String text() {
      return of.text() + "!";
    }
  }

  record ListOf(OutputType of) implements OutputType {
    @Override
    public String text() {
      return "[" + of.text() + "]";
    }
  }

  /// `ID`, `Int`, or a custom scalar, whose bytes pass through as they are.
  record Scalar(String text) implements OutputType {}

  /// @param values those of the API; any other counts as null with an error
  record Enumeration(String text, List<String> values) implements OutputType {
    public Enumeration {
      values = List.copyOf(values);
    }
  }

  /// An object, interface or union.
  record Composite(String text) implements OutputType {}
}
