package dev.orrery.gateway.composition;

import dev.orrery.gateway.composition.ComposeCommand.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds the subgraphs that the command line names.
final class SubgraphFiles {
  private static final String EXTENSION = ".graphql";

  private SubgraphFiles() {}

  /// What every subgraph of a folder shares: read before each.
  private static final String COMMON = "common" + EXTENSION;

  private static final Set<String> NO_SUBGRAPHS = Set.of(COMMON, "supergraph" + EXTENSION);

  /// @param parts the files that the source is made of, in order
  record Entry(SubgraphSource source, List<Part> parts) {
    /// The file and line that a line of the source, counted from 1, comes from.
    String place(int line) {
      var left = line;
      for (var part : parts) {
        if (left <= part.lines() || part == parts.getLast()) {
          return part.file() + ":" + left;
        }
        left -= part.lines();
      }
      return String.valueOf(line);
    }
  }

  record Part(String file, int lines) {
    static Part of(String file, String text) {
      return new Part(file, (int) text.lines().count());
    }
  }

  static List<Entry> read(Path from) throws IOException {
    if (!Files.exists(from)) {
      throw new BadInput(from + " does not exist");
    }
    return Files.isDirectory(from) ? directory(from) : list(from);
  }

  private static List<Entry> directory(Path folder) throws IOException {
    var config = folder.resolve("subgraphs.json");
    var urls = new HashMap<String, String>();
    if (Files.exists(config)) {
      for (var object : objects(config)) {
        urls.put(required(object, "name", config), object.getOrDefault("url", ""));
      }
    }
    List<Path> files;
    try (var listing = Files.list(folder)) {
      files =
          listing
              .filter(it -> it.toString().endsWith(EXTENSION))
              .filter(it -> !NO_SUBGRAPHS.contains(it.getFileName().toString()))
              .sorted()
              .toList();
    }
    if (files.isEmpty()) {
      throw new BadInput(folder + " has no *" + EXTENSION);
    }
    var common = folder.resolve(COMMON);
    var parts = new ArrayList<Part>();
    var shared = "";
    if (Files.exists(common)) {
      shared = Files.readString(common).stripTrailing() + "\n";
      parts.add(Part.of(common.toString(), shared));
    }
    var entries = new ArrayList<Entry>();
    for (var file : files) {
      var fileName = file.getFileName().toString();
      var name = fileName.substring(0, fileName.length() - EXTENSION.length());
      var sdl = Files.readString(file);
      var all = new ArrayList<>(parts);
      all.add(Part.of(file.toString(), sdl));
      entries.add(entry(name, urls.getOrDefault(name, ""), shared + sdl, all));
    }
    return entries;
  }

  private static List<Entry> list(Path config) throws IOException {
    var entries = new ArrayList<Entry>();
    for (var object : objects(config)) {
      var name = required(object, "name", config);
      var url = object.getOrDefault("url", "");
      var sdl = object.get("sdl");
      if (sdl != null) {
        entries.add(entry(name, url, sdl, List.of(Part.of(name, sdl))));
      } else {
        var file = config.resolveSibling(required(object, "file", config));
        if (!Files.exists(file)) {
          throw new BadInput("%s: subgraph %s: %s does not exist".formatted(config, name, file));
        }
        var text = Files.readString(file);
        entries.add(entry(name, url, text, List.of(Part.of(file.toString(), text))));
      }
    }
    return entries;
  }

  private static Entry entry(String name, String url, String sdl, List<Part> parts) {
    return new Entry(
        new SubgraphSource(name, url.isEmpty() ? "http://127.0.0.1/" + name : url, sdl), parts);
  }

  private static String required(Map<String, String> object, String name, Path config) {
    var value = object.get(name);
    if (value == null) {
      throw new BadInput("%s: a subgraph has no \"%s\"".formatted(config, name));
    }
    return value;
  }

  private static List<Map<String, String>> objects(Path config) throws IOException {
    try {
      return new JsonObjects(Files.readString(config)).read();
    } catch (IllegalArgumentException e) {
      throw new BadInput(config + ": " + e.getMessage());
    }
  }
}
