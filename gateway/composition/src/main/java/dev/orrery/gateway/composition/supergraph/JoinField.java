package dev.orrery.gateway.composition.supergraph;

import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.sdl.TypeRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a field is in one subgraph. Always spelled out: a field that carries no `@join__field` in
/// SDL has one of these for each subgraph of its type.
///
/// @param subgraph the subgraph's name
/// @param type the field's type in that subgraph, which the supergraph's may be wider or looser
///   than
/// @param external the subgraph declares the field but does not resolve it
/// @param requires what of the same entity must be sent along to resolve it
/// @param provides what below the field this subgraph resolves although it is external there
/// @param override the subgraph that this one takes the field from, by name; it may be absent from
///   the supergraph, and then nothing is overridden
/// @param overrideLabel the label of a progressive override, on both the field that overrides and
///   the one that is overridden; null when the override is total
/// @param usedOverridden another subgraph took the field over, yet this one still has it and needs
///   it for a key, a `@requires` or an interface, so it must not be asked for it
public record JoinField(
    String subgraph,
    TypeRef type,
    boolean external,
    @Nullable FieldSet requires,
    @Nullable FieldSet provides,
    @Nullable String override,
    @Nullable String overrideLabel,
    boolean usedOverridden,
    List<ContextArgument> contextArguments) {
  public JoinField {
    contextArguments = List.copyOf(contextArguments);
  }

  public static JoinField in(String subgraph, TypeRef type) {
    return new JoinField(subgraph, type, false, null, null, null, null, false, List.of());
  }

  /// Whether the subgraph can answer for this field when it holds the parent: neither external nor
  /// taken over for good by another subgraph. With an `overrideLabel` the answer depends on the
  /// request: a field with `override` counts while the label is on, one without while it is off.
  public boolean resolvedHere() {
    return !external && (!usedOverridden || overrideLabel != null);
  }

  /// An argument that the subgraph's field has and the supergraph's has not: its value is taken
  /// from an ancestor that sets the context.
  ///
  /// @param context the context's name as `@context` on the ancestor has it (`subgraph__context`)
  /// @param selection what to select on the ancestor
  public record ContextArgument(String name, TypeRef type, String context, FieldSet selection) {}
}
