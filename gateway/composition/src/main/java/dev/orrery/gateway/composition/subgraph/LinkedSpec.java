package dev.orrery.gateway.composition.subgraph;

import dev.orrery.gateway.composition.findings.Findings.Place;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One `@link` of a subgraph.
///
/// @param identity the url up to the version
/// @param name the last segment of the identity, empty when it has none
/// @param major -1 when the url has no version
/// @param as the namespace chosen for it
/// @param imports local names by the spec's names; directives with their `@`
public record LinkedSpec(
    String url,
    String identity,
    String name,
    int major,
    int minor,
    @Nullable String as,
    Map<String, String> imports,
    @Nullable String purpose,
    Place place) {
  static final String FEDERATION = "https://specs.apollo.dev/federation";

  /// The prefix, without `__`, of what is not imported.
  public String namespace() {
    return as == null ? name : as;
  }

  public boolean isFederation() {
    return identity.equals(FEDERATION);
  }

  public boolean isApollo() {
    return identity.startsWith("https://specs.apollo.dev/");
  }

  /// Whether this composer knows what the spec means.
  public boolean isKnown() {
    return isFederation() || (isApollo() && LinkReader.knows(name));
  }

  /// The local name, without `@`, of a directive of this spec.
  public String localName(String directive) {
    var imported = imports.get("@" + directive);
    if (imported != null) {
      return imported.substring(1);
    }
    return directive.equals(name) ? namespace() : namespace() + "__" + directive;
  }

  /// The names, without `@`, of the directives imported.
  public List<String> importedDirectives() {
    return imports.keySet().stream()
        .filter(it -> it.startsWith("@"))
        .map(it -> it.substring(1))
        .toList();
  }
}
