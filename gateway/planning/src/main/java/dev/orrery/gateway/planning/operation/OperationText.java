package dev.orrery.gateway.planning.operation;

import dev.orrery.gateway.planning.plan.OperationKind;
import dev.orrery.gateway.planning.plan.OperationVariable;
import java.util.List;

/// Writes a normalised operation as the text that identifies it. Close to GraphQL, but not GraphQL:
/// type conditions name several types (`...A|B`) and conditions are whole expressions.
final class OperationText {
  private final StringBuilder out = new StringBuilder();

  private OperationText() {}

  static String of(
      OperationKind kind,
      List<OperationVariable> variables,
      NormalObject root,
      NormalOperation.Introspection introspection) {
    var text = new OperationText();
    text.out.append(kind.keyword());
    if (!variables.isEmpty()) {
      text.out.append('(');
      variables.forEach(v ->
          text.out
              .append('$')
              .append(v.name())
              .append(':')
              .append(v.type())
              .append(v.defaultValue() == null ? "" : "=" + v.defaultValue())
              .append(' '));
      text.out.setCharAt(text.out.length() - 1, ')');
    }
    text.object(root);
    if (!introspection.isNone()) {
      text.out.append(" & ").append(introspection.document());
    }
    return text.out.toString();
  }

  private void object(NormalObject object) {
    out.append('{');
    var types = object.possibleTypes();
    for (var field : object.fields()) {
      if (out.charAt(out.length() - 1) != '{') {
        out.append(' ');
      }
      if (!field.onTypes().equals(types)) {
        out.append("...").append(String.join("|", field.onTypes())).append(' ');
      }
      if (field.isDenied()) {
        out.append('!');
        field.denials().forEach(path -> out.append(String.join(".", path)).append('!'));
      }
      out.append(field.responseKey());
      if (!field.responseKey().equals(field.name())) {
        out.append(':').append(field.name());
      }
      if (!field.arguments().isEmpty()) {
        out.append('(').append(field.arguments()).append(')');
      }
      if (!field.condition().isAlways()) {
        out.append("@[").append(field.condition()).append(']');
      }
      if (field.object() != null) {
        object(field.object());
      }
    }
    out.append('}');
    if (!object.deniedTypes().isEmpty()) {
      out.append('!').append(String.join("|", object.deniedTypes()));
    }
  }
}
