package dev.orrery.gateway.composition;

import dev.orrery.gateway.composition.ComposeCommand.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds the subgraphs that the command line names.
final class SubgraphFiles {
  private static final String EXTENSION = ".graphql";

  private SubgraphFiles() {}

  /// @param file what to call the source in messages
  record Entry(SubgraphSource source, String file) {}

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
      files = listing.filter(it -> it.toString().endsWith(EXTENSION)).sorted().toList();
    }
    if (files.isEmpty()) {
      throw new BadInput(folder + " has no *" + EXTENSION);
    }
    var entries = new ArrayList<Entry>();
    for (var file : files) {
      var fileName = file.getFileName().toString();
      var name = fileName.substring(0, fileName.length() - EXTENSION.length());
      entries.add(
          entry(name, urls.getOrDefault(name, ""), Files.readString(file), file.toString()));
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
        entries.add(entry(name, url, sdl, name));
      } else {
        var file = config.resolveSibling(required(object, "file", config));
        if (!Files.exists(file)) {
          throw new BadInput("%s: subgraph %s: %s does not exist".formatted(config, name, file));
        }
        entries.add(entry(name, url, Files.readString(file), file.toString()));
      }
    }
    return entries;
  }

  private static Entry entry(String name, String url, String sdl, String file) {
    return new Entry(
        new SubgraphSource(name, url.isEmpty() ? "http://127.0.0.1/" + name : url, sdl), file);
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
