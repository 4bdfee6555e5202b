package dev.orrery.gateway.conformance.world;

import graphql.language.Argument;
import graphql.language.ArrayValue;
import graphql.language.Directive;
import graphql.language.DirectivesContainer;
import graphql.language.Document;
import graphql.language.ObjectValue;
import graphql.language.SchemaDefinition;
import graphql.language.SchemaExtensionDefinition;
import graphql.language.StringValue;
import graphql.language.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a subgraph calls the directives of federation: as they are in version 1, and whatever its
/// `@link` says in version 2.
final class FederationNames {
  private static final List<String> DIRECTIVES =
      List.of(
          "key",
          "shareable",
          "external",
          "requires",
          "provides",
          "override",
          "interfaceObject",
          "inaccessible",
          "tag",
          "context",
          "fromContext",
          "extends",
          "composeDirective");

  private final Map<String, String> names = new HashMap<>();
  private boolean linked;
  private String prefix = "federation";

  FederationNames(Document document) {
    document.getDefinitionsOfType(SchemaDefinition.class).forEach(s -> read(s.getDirectives()));
    document
        .getDefinitionsOfType(SchemaExtensionDefinition.class)
        .forEach(s -> read(s.getDirectives()));
  }

  private void read(List<Directive> directives) {
    for (Directive link : directives) {
      if (link.getName().equals("link")
          && text(link, "url") instanceof String url
          && url.contains("specs.apollo.dev/federation/")) {
        linked = true;
        if (text(link, "as") instanceof String as) {
          prefix = as;
        }
        Argument imports = link.getArgument("import");
        if (imports != null && imports.getValue() instanceof ArrayValue list) {
          list.getValues().forEach(this::readImport);
        }
      }
    }
  }

  private void readImport(Value<?> item) {
    switch (item) {
      case StringValue name -> names.put(bare(name.getValue()), bare(name.getValue()));
      case ObjectValue object -> {
        Map<String, String> parts = new HashMap<>();
        object
            .getObjectFields()
            .forEach(f -> {
              if (f.getValue() instanceof StringValue text) {
                parts.put(f.getName(), bare(text.getValue()));
              }
            });
        String name = parts.getOrDefault("name", "");
        names.put(name, parts.getOrDefault("as", name));
      }
      default -> throw new IllegalArgumentException("an import of " + item);
    }
  }

  private static String bare(String name) {
    return name.startsWith("@") ? name.substring(1) : name;
  }

  /// The SDL with every directive under its usual name: federation-jvm finds keys by no other.
  String usual(String sdl) {
    String text = sdl;
    Set<String> used = new TreeSet<>();
    for (String name : DIRECTIVES) {
      String own = own(name);
      text = text.replaceAll("@" + own + "\\b(?!\"|_)", "@" + name);
      if (Pattern.compile("@" + name + "\\b(?!\"|_)").matcher(text).find()) {
        used.add("\"@" + name + "\"");
      }
    }
    return linked
        ? text.replaceFirst(
            "(?s)@link\\(\\s*url: \"(https://specs.apollo.dev/federation/v[0-9.]+)\"[^)]*\\)",
            "@link(url: \"$1\", import: [" + String.join(", ", used) + "])")
        : sdl;
  }

  private String own(String name) {
    return linked ? names.getOrDefault(name, prefix + "__" + name) : name;
  }

  /// Whether this is a subgraph of version 2.
  boolean isVersion2() {
    return linked;
  }

  /// Every application of the directive that the specification calls `name`.
  List<Directive> find(DirectivesContainer<?> on, String name) {
    String own = own(name);
    return on.getDirectives().stream().filter(d -> d.getName().equals(own)).toList();
  }

  static @Nullable String text(Directive directive, String argument) {
    Argument found = directive.getArgument(argument);
    return found != null && found.getValue() instanceof StringValue value ? value.getValue() : null;
  }
}
