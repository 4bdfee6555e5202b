package dev.orrery.exams;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The operations that the README invites to paste.
final class Tour {
  private static final Pattern BLOCK = Pattern.compile("```graphql\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("(?:query|mutation) (\\w+)");

  private Tour() {}

  record Operation(String name, String text) {}

  static List<Operation> ofReadme() throws IOException {
    List<Operation> operations = new ArrayList<>();
    Matcher block =
        BLOCK.matcher(Files.readString(Path.of(System.getProperty("orrery.root"), "README.md")));
    while (block.find()) {
      Matcher name = NAME.matcher(block.group(1));
      if (!name.find()) {
        throw new AssertionError("an operation of the tour has no name:\n" + block.group(1));
      }
      operations.add(new Operation(name.group(1), block.group(1)));
    }
    return operations;
  }
}
