package dev.orrery.gateway.planning.plan;

/// Breaks a one-line GraphQL document into lines for people to read.
final class DocumentLayout {
  private DocumentLayout() {}

  static String of(String document, String indent) {
    var out = new StringBuilder(indent);
    var depth = 0;
    var parentheses = 0;
    var i = 0;
    while (i < document.length()) {
      var c = document.charAt(i);
      if (c == '"') {
        var end = endOfString(document, i);
        out.append(document, i, end);
        i = end;
        continue;
      }
      if (c == '(') {
        parentheses++;
      } else if (c == ')') {
        parentheses--;
      }
      if (parentheses > 0 || (c != '{' && c != '}' && c != ' ')) {
        out.append(c);
      } else if (c == '{') {
        depth++;
        if (out.charAt(out.length() - 1) != ' ') {
          out.append(' ');
        }
        newLine(out.append('{'), indent, depth);
      } else if (c == '}') {
        depth--;
        newLine(out, indent, depth);
        newLine(out.append('}'), indent, depth);
      } else {
        space(document, i, out, indent, depth);
      }
      i++;
    }
    return out.toString().stripTrailing();
  }

  private static void space(String document, int at, StringBuilder out, String indent, int depth) {
    var before = out.isEmpty() ? ' ' : out.charAt(out.length() - 1);
    var next = at + 1 < document.length() ? document.charAt(at + 1) : ' ';
    var within = before == ':' || next == '@' || next == '{' || depth == 0 || endsASpread(out);
    if (within) {
      out.append(' ');
    } else if (before != ' ' && before != '\n') {
      newLine(out, indent, depth);
    }
  }

  private static boolean endsASpread(StringBuilder out) {
    var line = out.substring(out.lastIndexOf("\n") + 1).strip();
    return line.equals("...") || line.equals("... on");
  }

  private static void newLine(StringBuilder out, String indent, int depth) {
    while (!out.isEmpty() && out.charAt(out.length() - 1) == ' ') {
      out.setLength(out.length() - 1);
    }
    if (!out.isEmpty() && out.charAt(out.length() - 1) != '\n') {
      out.append('\n');
    }
    out.append(indent).append("  ".repeat(depth));
  }

  private static int endOfString(String document, int start) {
    var i = start + 1;
    while (i < document.length() && document.charAt(i) != '"') {
      i += document.charAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(i + 1, document.length());
  }
}
