package dev.orrery.gateway.composition.sdl;

import org.jspecify.annotations.Nullable;

/// Writes the parts of SDL that need care to read back the same.
public final class SdlText {
  private SdlText() {}

  /// Appends a description on lines of its own, as a block string unless that would lose white
  /// space.
  public static void description(StringBuilder out, @Nullable String text, String indent) {
    if (text == null) {
      return;
    }
    if (!survivesAsBlock(text)) {
      out.append(indent).append(Literal.string(text)).append('\n');
      return;
    }
    out.append(indent).append("\"\"\"\n");
    text.replace("\"\"\"", "\\\"\"\"")
        .lines()
        .forEach(line -> out.append(line.isEmpty() ? "" : indent + line).append('\n'));
    out.append(indent).append("\"\"\"\n");
  }

  private static boolean survivesAsBlock(String text) {
    return !text.isBlank()
        && text.equals(text.strip())
        && text.chars().allMatch(c -> c >= ' ' || c == '\n')
        && text.lines().noneMatch(line -> line.isBlank() && !line.isEmpty());
  }
}
