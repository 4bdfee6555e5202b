package dev.orrery.gateway.composition.merge;

import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.findings.HintCode;
import dev.orrery.gateway.composition.sdl.Literal;
import dev.orrery.gateway.composition.sdl.TypeRef;
import dev.orrery.gateway.composition.subgraph.SubgraphInput;
import dev.orrery.gateway.composition.supergraph.InputValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Merges the declarations of one argument, or of one field of an input object.
///
/// Specification: Federation, "Composition rules", section "Input types and field arguments".
final class MergeInputs {
  private final MergeTypeReferences references;
  private final MergeDescriptions descriptions;
  private final MergeDirectives directives;
  private final Findings findings;

  MergeInputs(
      MergeTypeReferences references,
      MergeDescriptions descriptions,
      MergeDirectives directives,
      Findings findings) {
    this.references = references;
    this.descriptions = descriptions;
    this.directives = directives;
    this.findings = findings;
  }

  InputValue argument(String coordinate, List<Declared<SubgraphInput>> declared) {
    return merge(
        coordinate, declared, Map.of(), HintCode.INCONSISTENT_BUT_COMPATIBLE_ARGUMENT_TYPE);
  }

  InputValue inputField(String coordinate, List<Declared<SubgraphInput>> declared) {
    var typeIn = new LinkedHashMap<String, TypeRef>();
    declared.forEach(it -> typeIn.put(it.in(), it.element().type()));
    return merge(coordinate, declared, typeIn, HintCode.INCONSISTENT_BUT_COMPATIBLE_FIELD_TYPE);
  }

  private InputValue merge(
      String coordinate,
      List<Declared<SubgraphInput>> declared,
      Map<String, TypeRef> typeIn,
      HintCode differing) {
    var places = Subgraphs.inputPlaces(declared);
    var types = declared.stream().map(it -> it.element().type()).toList();
    if (types.stream().distinct().count() > 1 && references.input(types).isPresent()) {
      findings.hint(
          differing,
          "\"%s\" has types that differ by ! across subgraphs; the strictest is used"
              .formatted(coordinate),
          coordinate,
          places);
    }
    var texts = new ArrayList<@Nullable String>();
    declared.forEach(it -> texts.add(it.element().description()));
    return new InputValue(
        declared.getFirst().element().name(),
        descriptions.merge(coordinate, texts, places),
        references.input(types).orElse(types.getFirst()),
        defaultValue(coordinate, declared),
        typeIn,
        directives.merge(
            coordinate,
            declared.stream()
                .map(it -> new Declared<>(it.subgraph(), it.element().directives()))
                .toList(),
            places));
  }

  /// A default holds only when every subgraph has it: one without would refuse the absent value or
  /// read it as null.
  private @Nullable Literal defaultValue(
      String coordinate, List<Declared<SubgraphInput>> declared) {
    var defaults =
        declared.stream().map(it -> Optional.ofNullable(it.element().defaultValue())).toList();
    var given = defaults.stream().flatMap(Optional::stream).filter(Objects::nonNull).toList();
    if (given.isEmpty()) {
      return null;
    }
    if (given.size() < defaults.size()) {
      findings.hint(
          HintCode.INCONSISTENT_DEFAULT_VALUE_PRESENCE,
          "\"%s\" has a default in some subgraphs only; the supergraph has none"
              .formatted(coordinate),
          coordinate,
          Subgraphs.inputPlaces(declared));
      return null;
    }
    return given.getFirst();
  }
}
