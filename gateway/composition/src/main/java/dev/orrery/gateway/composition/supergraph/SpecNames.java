package dev.orrery.gateway.composition.supergraph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The names that a supergraph's links give to the directives of the specs known here.
final class SpecNames {
  private static final Pattern SPEC_URL =
      Pattern.compile("https?://specs\\.apollo\\.dev/(\\w+)/v\\d+\\.\\d+/?");

  private static final Map<String, List<String>> DIRECTIVES =
      Map.of(
          "inaccessible", List.of("inaccessible"),
          "tag", List.of("tag"),
          "authenticated", List.of("authenticated"),
          "requiresScopes", List.of("requiresScopes"),
          "policy", List.of("policy"),
          "cost", List.of("cost", "listSize"),
          "context", List.of("context", "fromContext"));

  private static final Set<String> PLUMBING = Set.of("link", "core", "join");

  private final Map<String, String> standardByLocal = new HashMap<>();

  SpecNames(List<Link> links) {
    links.stream().filter(link -> isKnown(link.url())).forEach(this::add);
  }

  private void add(Link link) {
    var spec = specOf(link.url());
    var namespace = link.as() == null ? spec : link.as();
    for (var directive : DIRECTIVES.getOrDefault(spec, List.of())) {
      standardByLocal.put(
          directive.equals(spec) ? namespace : namespace + "__" + directive, directive);
    }
    for (var imported : link.imports()) {
      if (imported.name().startsWith("@")) {
        standardByLocal.put(imported.localName().substring(1), imported.name().substring(1));
      }
    }
  }

  /// The name that the model uses for the directive that SDL calls `local`.
  String standard(String local) {
    return standardByLocal.getOrDefault(local, local);
  }

  /// The same link without renames, as the model has it.
  static Link standardised(Link link) {
    if (!isKnown(link.url())) {
      return link;
    }
    var imports =
        DIRECTIVES.getOrDefault(specOf(link.url()), List.of()).stream()
            .filter(directive -> !directive.equals(specOf(link.url())))
            .map(directive -> new Link.Import("@" + directive, null))
            .toList();
    return new Link(link.url(), null, imports, link.purpose());
  }

  /// Whether this is the spec `join` or `link` (or its forerunner `core`).
  static boolean isPlumbing(String url) {
    return PLUMBING.contains(specOf(url));
  }

  static boolean isKnown(String url) {
    return DIRECTIVES.containsKey(specOf(url));
  }

  /// The spec's name when it is one of Apollo's, else the empty string.
  static String specOf(String url) {
    var matcher = SPEC_URL.matcher(url);
    return matcher.matches() ? matcher.group(1) : "";
  }
}
