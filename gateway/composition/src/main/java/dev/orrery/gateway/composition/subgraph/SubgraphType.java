package dev.orrery.gateway.composition.subgraph;

import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.sdl.FieldSet.InvalidFieldSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A type as a subgraph declares it, definition and extensions together. Only the parts that its
/// kind has are filled: `fields` and `interfaces` for objects and interfaces, `members` for unions,
/// `values` for enums, `inputs` for input objects.
///
/// @param extension the subgraph only extends it, by `extend` or `@extends`
public record SubgraphType(
    Kind kind,
    String name,
    @Nullable String description,
    Directives directives,
    List<String> interfaces,
    Map<String, SubgraphField> fields,
    List<String> members,
    Map<String, SubgraphEnumValue> values,
    Map<String, SubgraphInput> inputs,
    boolean extension,
    Place place) {
  public SubgraphType {
    interfaces = List.copyOf(interfaces);
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    members = List.copyOf(members);
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
  }

  public boolean has(FederationDirective directive) {
    return directives.has(directive);
  }

  /// An object here that stands for an interface of the supergraph.
  public boolean isInterfaceObject() {
    return kind == Kind.OBJECT && has(FederationDirective.INTERFACE_OBJECT);
  }

  public boolean isComposite() {
    return kind == Kind.OBJECT || kind == Kind.INTERFACE;
  }

  /// What the type is in the supergraph.
  public Kind mergedKind() {
    return isInterfaceObject() ? Kind.INTERFACE : kind;
  }

  /// The well-formed keys; the malformed ones are reported by a rule and left out here.
  public List<Key> keys() {
    var keys = new ArrayList<Key>();
    directives
        .all(FederationDirective.KEY)
        .forEach(applied -> {
          var fields = fieldSet(applied);
          if (fields != null) {
            keys.add(new Key(fields, applied.flag("resolvable", true)));
          }
        });
    return keys;
  }

  /// The selection in the argument `fields`; null when it is malformed.
  public static @Nullable FieldSet fieldSet(AppliedDirective applied) {
    try {
      return applied.string("fields").map(FieldSet::parse).orElse(null);
    } catch (InvalidFieldSet e) {
      return null;
    }
  }

  public SubgraphType withFields(Map<String, SubgraphField> other) {
    return new SubgraphType(
        kind,
        name,
        description,
        directives,
        interfaces,
        other,
        members,
        values,
        inputs,
        extension,
        place);
  }

  public SubgraphType withDirectives(Directives other) {
    return new SubgraphType(
        kind,
        name,
        description,
        other,
        interfaces,
        fields,
        members,
        values,
        inputs,
        extension,
        place);
  }

  /// One `@key`.
  public record Key(FieldSet fields, boolean resolvable) {}
}
