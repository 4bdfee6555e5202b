package dev.orrery.gateway.composition.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.sdl.Literal;
import graphql.language.ArrayValue;
import graphql.language.Directive;
import graphql.language.Document;
import graphql.language.EnumValue;
import graphql.language.ObjectField;
import graphql.language.ObjectValue;
import graphql.language.SchemaDefinition;
import graphql.language.StringValue;
import graphql.language.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the links of a subgraph and checks each by itself: its url, version and imports.
///
/// Specification: Spec `link` v1.0.
final class LinkReader {
  private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.(\\d+)");
  private static final int NEWEST_FEDERATION = 9;

  /// What `@link` may import from federation besides directives.
  private static final Set<String> FEDERATION_TYPES =
      Set.of("FieldSet", "Scope", "Policy", "ContextFieldValue");

  private static final Map<String, Set<String>> KNOWN_VERSIONS =
      Map.ofEntries(
          Map.entry("link", Set.of("v1.0")),
          Map.entry("core", Set.of("v0.1", "v0.2")),
          Map.entry("join", Set.of("v0.1", "v0.2", "v0.3", "v0.4", "v0.5")),
          Map.entry("tag", Set.of("v0.1", "v0.2", "v0.3")),
          Map.entry("inaccessible", Set.of("v0.1", "v0.2")),
          Map.entry("authenticated", Set.of("v0.1")),
          Map.entry("requiresScopes", Set.of("v0.1")),
          Map.entry("policy", Set.of("v0.1")),
          Map.entry("context", Set.of("v0.1")),
          Map.entry("cost", Set.of("v0.1")));

  private final String subgraph;
  private final Places places;
  private final Findings findings;

  LinkReader(String subgraph, Places places, Findings findings) {
    this.subgraph = subgraph;
    this.places = places;
    this.findings = findings;
  }

  static boolean knows(String spec) {
    return KNOWN_VERSIONS.containsKey(spec);
  }

  List<LinkedSpec> read(Document document) {
    var links = new ArrayList<LinkedSpec>();
    var seen = new HashSet<String>();
    for (var schema : document.getDefinitionsOfType(SchemaDefinition.class)) {
      for (var directive : schema.getDirectives("link")) {
        var link = link(directive);
        if (link == null) {
          continue;
        }
        if (!seen.add(link.identity())) {
          invalid(
              ErrorCode.INVALID_LINK_DIRECTIVE_USAGE,
              "Duplicate inclusion of feature " + link.identity(),
              link.place());
          continue;
        }
        links.add(link);
      }
    }
    return links;
  }

  private @Nullable LinkedSpec link(Directive directive) {
    var place = places.of(directive);
    var applied = AppliedDirective.of(directive);
    var url = applied.string("url").orElse(null);
    if (url == null) {
      invalid(
          ErrorCode.INVALID_LINK_DIRECTIVE_USAGE, "@link needs a `url` that is a string", place);
      return null;
    }
    var segments = url.replaceAll("[?#].*$", "").replaceAll("/+$", "");
    var lastSlash = segments.lastIndexOf('/');
    var last = segments.substring(lastSlash + 1);
    var matcher = VERSION.matcher(last);
    var versioned = matcher.matches();
    var identity = versioned ? segments.substring(0, lastSlash) : segments;
    var name = identity.substring(identity.lastIndexOf('/') + 1);
    if (!name.matches("[_A-Za-z][_0-9A-Za-z]*")) {
      name = "";
    }
    var link =
        new LinkedSpec(
            url,
            identity,
            name,
            versioned ? Integer.parseInt(matcher.group(1)) : -1,
            versioned ? Integer.parseInt(matcher.group(2)) : -1,
            applied.string("as").orElse(null),
            imports(directive, place),
            purpose(directive),
            place);
    return isSound(link) ? link : null;
  }

  private boolean isSound(LinkedSpec link) {
    var places = link.place();
    if (!link.isApollo()) {
      return true;
    }
    if (link.major() < 0) {
      invalid(
          ErrorCode.INVALID_LINK_IDENTIFIER,
          "Missing or invalid version in @link url \"%s\": expected one such as v2.9"
              .formatted(link.url()),
          places);
      return false;
    }
    if (link.isFederation()) {
      return isSoundFederation(link);
    }
    var versions = KNOWN_VERSIONS.get(link.name());
    var version = "v%d.%d".formatted(link.major(), link.minor());
    if (versions != null && !versions.contains(version)) {
      invalid(
          ErrorCode.UNKNOWN_LINK_VERSION,
          "Schema uses unknown version %s of the %s spec".formatted(version, link.name()),
          places);
      return false;
    }
    return true;
  }

  private boolean isSoundFederation(LinkedSpec link) {
    var known = link.major() == 1 || (link.major() == 2 && link.minor() <= NEWEST_FEDERATION);
    if (!known) {
      invalid(
          ErrorCode.UNKNOWN_FEDERATION_LINK_VERSION,
          "Invalid version v%d.%d for the federation feature in @link directive on schema"
              .formatted(link.major(), link.minor()),
          link.place());
      return false;
    }
    for (var imported : link.imports().keySet()) {
      var isDirective = imported.startsWith("@");
      var exists =
          isDirective
              ? FederationDirective.named(imported.substring(1))
                  .filter(it -> it.since() <= link.minor())
                  .isPresent()
              : FEDERATION_TYPES.contains(imported);
      if (!exists) {
        var meant = "@" + imported;
        var hint =
            !isDirective && FederationDirective.named(imported).isPresent()
                ? " Did you mean directive \"" + meant + "\"?"
                : "";
        invalid(
            ErrorCode.INVALID_LINK_DIRECTIVE_USAGE,
            "Cannot import unknown element \"%s\" of federation v2.%d.%s"
                .formatted(imported, link.minor(), hint),
            link.place());
      }
    }
    return true;
  }

  private static @Nullable String purpose(Directive directive) {
    var argument = directive.getArgument("for");
    return argument != null && argument.getValue() instanceof EnumValue value
        ? value.getName()
        : null;
  }

  private Map<String, String> imports(Directive directive, Place place) {
    var imports = new LinkedHashMap<String, String>();
    var argument = directive.getArgument("import");
    if (argument == null) {
      return imports;
    }
    if (!(argument.getValue() instanceof ArrayValue array)) {
      invalid(ErrorCode.INVALID_LINK_DIRECTIVE_USAGE, "`import` of @link must be a list", place);
      return imports;
    }
    for (Value<?> value : array.getValues()) {
      if (value instanceof StringValue string && string.getValue() != null) {
        imports.put(string.getValue(), string.getValue());
      } else if (value instanceof ObjectValue object) {
        renamed(object, imports, place);
      } else {
        invalid(
            ErrorCode.INVALID_LINK_DIRECTIVE_USAGE,
            "An import of @link must be a string or {name, as}, not " + Literal.of(value),
            place);
      }
    }
    return imports;
  }

  private void renamed(ObjectValue object, Map<String, String> imports, Place place) {
    var name = part(object, "name");
    var as = part(object, "as");
    if (name == null) {
      invalid(
          ErrorCode.INVALID_LINK_DIRECTIVE_USAGE,
          "An import of @link needs a `name`: " + Literal.of(object),
          place);
    } else if (as != null && name.startsWith("@") != as.startsWith("@")) {
      invalid(
          ErrorCode.INVALID_LINK_DIRECTIVE_USAGE,
          "Invalid @link import renaming: \"%s\" and \"%s\" must both begin with @, or neither"
              .formatted(name, as),
          place);
    } else {
      imports.put(name, as == null ? name : as);
    }
  }

  private static @Nullable String part(ObjectValue object, String name) {
    return object.getObjectFields().stream()
        .filter(field -> field.getName().equals(name))
        .map(ObjectField::getValue)
        .map(value -> value instanceof StringValue string ? string.getValue() : null)
        .findFirst()
        .orElse(null);
  }

  private void invalid(ErrorCode code, String message, Place place) {
    findings.error(code, "[%s] %s".formatted(subgraph, message), "@link", List.of(place));
  }
}
