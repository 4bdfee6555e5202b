package dev.orrery.gateway.composition.merge;

import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.findings.HintCode;
import dev.orrery.gateway.composition.subgraph.ContextSelection;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.FieldCoordinate;
import dev.orrery.gateway.composition.subgraph.SubgraphField;
import dev.orrery.gateway.composition.subgraph.SubgraphType;
import dev.orrery.gateway.composition.supergraph.Field;
import dev.orrery.gateway.composition.supergraph.InputValue;
import dev.orrery.gateway.composition.supergraph.JoinField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Merges the declarations of one field of an object or interface.
///
/// Specification: Federation, "Composition rules", section "Merging types from multiple subgraphs".
/// Joins: spec `join` v0.5, `@join__field`.
final class MergeFields {
  private final Subgraphs subgraphs;
  private final MergeTypeReferences references;
  private final MergeDescriptions descriptions;
  private final MergeDirectives directives;
  private final MergeInputs inputs;
  private final Overrides overrides;
  private final Findings findings;

  MergeFields(
      Subgraphs subgraphs,
      MergeTypeReferences references,
      MergeDescriptions descriptions,
      MergeDirectives directives,
      MergeInputs inputs,
      Findings findings) {
    this.subgraphs = subgraphs;
    this.references = references;
    this.descriptions = descriptions;
    this.directives = directives;
    this.inputs = inputs;
    this.overrides = new Overrides(subgraphs);
    this.findings = findings;
  }

  Field merge(FieldCoordinate coordinate) {
    var declared = subgraphs.field(coordinate);
    var own = subgraphs.ownField(coordinate);
    var places = Subgraphs.fieldPlaces(declared);
    var types = own.stream().map(it -> it.element().type()).toList();
    var merged = references.output(types);
    if (merged.isPresent() && types.stream().distinct().count() > 1) {
      findings.hint(
          HintCode.INCONSISTENT_BUT_COMPATIBLE_FIELD_TYPE,
          "\"%s\" has different types across subgraphs; the widest, %s, is used"
              .formatted(coordinate, merged.get()),
          coordinate.toString(),
          places);
    }
    var texts = new ArrayList<@Nullable String>();
    declared.forEach(it -> texts.add(it.element().description()));
    return new Field(
        coordinate.field(),
        descriptions.merge(coordinate.toString(), texts, places),
        arguments(coordinate, own),
        merged.orElse(types.getFirst()),
        declared.stream().flatMap(it -> join(coordinate, it).stream()).toList(),
        directives.merge(
            coordinate.toString(),
            declared.stream()
                .map(it -> new Declared<>(it.subgraph(), it.element().directives()))
                .toList(),
            places));
  }

  /// An argument that some subgraph does not know cannot be passed to all of them.
  private Map<String, InputValue> arguments(
      FieldCoordinate coordinate, List<Declared<SubgraphField>> own) {
    var merged = new LinkedHashMap<String, InputValue>();
    for (var name : Subgraphs.argumentNames(own)) {
      var declared = Subgraphs.argument(own, name);
      var text = "%s(%s:)".formatted(coordinate, name);
      if (declared.stream().anyMatch(it -> it.element().contextual())) {
        continue;
      }
      if (declared.size() < own.size()) {
        findings.hint(
            HintCode.INCONSISTENT_ARGUMENT_PRESENCE,
            "Optional argument \"%s\" is left out of the supergraph: not every subgraph that has the field has it"
                .formatted(text),
            text,
            Subgraphs.inputPlaces(declared));
      } else {
        merged.put(name, inputs.argument(text, declared));
      }
    }
    return merged;
  }

  private Optional<JoinField> join(FieldCoordinate coordinate, Declared<SubgraphField> declared) {
    var field = declared.element();
    var overridden =
        field.external()
            ? Optional.<Overrides.Override>empty()
            : overrides.of(coordinate, declared.in());
    if (overridden.isPresent() && overridden.get().label().isEmpty() && !field.facts().used()) {
      return Optional.empty();
    }
    var override = field.directives().first(FederationDirective.OVERRIDE);
    return Optional.of(
        new JoinField(
            declared.in(),
            field.type(),
            field.external(),
            field
                .directives()
                .first(FederationDirective.REQUIRES)
                .map(SubgraphType::fieldSet)
                .orElse(null),
            field
                .directives()
                .first(FederationDirective.PROVIDES)
                .map(SubgraphType::fieldSet)
                .orElse(null),
            override.flatMap(Overrides::from).orElse(null),
            override
                .flatMap(it -> it.string("label"))
                .or(() -> overridden.flatMap(Overrides.Override::label))
                .orElse(null),
            overridden.isPresent() && field.facts().used(),
            contextArguments(declared)));
  }

  private static List<JoinField.ContextArgument> contextArguments(
      Declared<SubgraphField> declared) {
    var arguments = new ArrayList<JoinField.ContextArgument>();
    for (var argument : declared.element().arguments().values()) {
      argument
          .directives()
          .first(FederationDirective.FROM_CONTEXT)
          .flatMap(it -> it.string("field"))
          .flatMap(ContextSelection::parse)
          .ifPresent(selection ->
              arguments.add(
                  new JoinField.ContextArgument(
                      argument.name(),
                      argument.type(),
                      ContextNames.inSupergraph(declared.in(), selection.context()),
                      selection.fields())));
    }
    return arguments;
  }
}
