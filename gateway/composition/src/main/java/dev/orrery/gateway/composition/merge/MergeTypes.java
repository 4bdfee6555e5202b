package dev.orrery.gateway.composition.merge;

import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.findings.HintCode;
import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.subgraph.FieldCoordinate;
import dev.orrery.gateway.composition.subgraph.SubgraphEnumValue;
import dev.orrery.gateway.composition.subgraph.SubgraphType;
import dev.orrery.gateway.composition.supergraph.EnumType;
import dev.orrery.gateway.composition.supergraph.EnumValue;
import dev.orrery.gateway.composition.supergraph.Field;
import dev.orrery.gateway.composition.supergraph.InputType;
import dev.orrery.gateway.composition.supergraph.InputValue;
import dev.orrery.gateway.composition.supergraph.InterfaceType;
import dev.orrery.gateway.composition.supergraph.JoinImplements;
import dev.orrery.gateway.composition.supergraph.JoinType;
import dev.orrery.gateway.composition.supergraph.ObjectType;
import dev.orrery.gateway.composition.supergraph.ScalarType;
import dev.orrery.gateway.composition.supergraph.SupergraphType;
import dev.orrery.gateway.composition.supergraph.UnionType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Merges the declarations of one type.
///
/// Specification: Federation, "Composition rules", section "Merging types from multiple subgraphs".
/// Joins: spec `join` v0.5.
final class MergeTypes {
  private final Subgraphs subgraphs;
  private final MergeFields fields;
  private final MergeInputs inputs;
  private final MergeDescriptions descriptions;
  private final MergeDirectives directives;
  private final EnumUse enumUse;
  private final Findings findings;

  MergeTypes(
      Subgraphs subgraphs,
      MergeFields fields,
      MergeInputs inputs,
      MergeDescriptions descriptions,
      MergeDirectives directives,
      Findings findings) {
    this.subgraphs = subgraphs;
    this.fields = fields;
    this.inputs = inputs;
    this.descriptions = descriptions;
    this.directives = directives;
    this.enumUse = new EnumUse(subgraphs);
    this.findings = findings;
  }

  SupergraphType merge(String name) {
    var declared = subgraphs.type(name);
    return switch (declared.getFirst().element().mergedKind()) {
      case OBJECT ->
          new ObjectType(
              name,
              description(name, declared),
              joins(declared),
              List.copyOf(subgraphs.interfaces(name)),
              implementations(declared),
              fields(name),
              directives(name, declared));
      case INTERFACE ->
          new InterfaceType(
              name,
              description(name, declared),
              joins(declared),
              List.copyOf(subgraphs.interfaces(name)),
              implementations(declared),
              fields(name),
              directives(name, declared));
      case UNION ->
          new UnionType(
              name,
              description(name, declared),
              joins(declared),
              members(name, declared),
              directives(name, declared));
      case ENUM ->
          new EnumType(
              name,
              description(name, declared),
              joins(declared),
              values(name, declared),
              directives(name, declared));
      case INPUT ->
          new InputType(
              name,
              description(name, declared),
              joins(declared),
              inputFields(name, declared),
              directives(name, declared));
      case SCALAR ->
          new ScalarType(
              name, description(name, declared), joins(declared), directives(name, declared));
    };
  }

  private @Nullable String description(String name, List<Declared<SubgraphType>> declared) {
    var texts = new ArrayList<@Nullable String>();
    declared.forEach(it -> texts.add(it.element().description()));
    return descriptions.merge(name, texts, Subgraphs.typePlaces(declared));
  }

  private List<AppliedDirective> directives(String name, List<Declared<SubgraphType>> declared) {
    return directives.merge(
        name,
        declared.stream()
            .map(it -> new Declared<>(it.subgraph(), it.element().directives()))
            .toList(),
        Subgraphs.typePlaces(declared));
  }

  private static List<JoinType> joins(List<Declared<SubgraphType>> declared) {
    var joins = new ArrayList<JoinType>();
    for (var it : declared) {
      var type = it.element();
      var keys = type.keys();
      if (keys.isEmpty()) {
        joins.add(new JoinType(it.in(), null, false, true, type.isInterfaceObject()));
      }
      for (var key : keys) {
        joins.add(
            new JoinType(
                it.in(),
                key.fields(),
                type.extension(),
                key.resolvable(),
                type.isInterfaceObject()));
      }
    }
    return joins.stream().distinct().toList();
  }

  private static List<JoinImplements> implementations(List<Declared<SubgraphType>> declared) {
    return declared.stream()
        .flatMap(
            it -> it.element().interfaces().stream().map(name -> new JoinImplements(it.in(), name)))
        .toList();
  }

  private Map<String, Field> fields(String name) {
    var merged = new LinkedHashMap<String, Field>();
    for (var field : subgraphs.fieldNames(name)) {
      merged.put(field, fields.merge(new FieldCoordinate(name, field)));
    }
    return merged;
  }

  private Map<String, List<String>> members(String name, List<Declared<SubgraphType>> declared) {
    var members = new LinkedHashMap<String, List<String>>();
    for (var it : declared) {
      it.element()
          .members()
          .forEach(member -> members.computeIfAbsent(member, _ -> new ArrayList<>()).add(it.in()));
    }
    members.forEach((member, in) -> {
      if (in.size() < declared.size()) {
        findings.hint(
            HintCode.INCONSISTENT_UNION_MEMBER,
            "Union \"%s\" has member \"%s\" in some subgraphs only".formatted(name, member),
            name,
            Subgraphs.typePlaces(declared));
      }
    });
    return members;
  }

  private Map<String, EnumValue> values(String name, List<Declared<SubgraphType>> declared) {
    var byValue = new LinkedHashMap<String, List<Declared<SubgraphEnumValue>>>();
    for (var it : declared) {
      it.element()
          .values()
          .forEach((value, element) ->
              byValue
                  .computeIfAbsent(value, _ -> new ArrayList<>())
                  .add(new Declared<>(it.subgraph(), element)));
    }
    var position = enumUse.of(name);
    if (position == EnumUse.Position.NONE) {
      findings.hint(
          HintCode.UNUSED_ENUM_TYPE,
          "Enum \"%s\" is not used; its values are merged as if fields returned it".formatted(name),
          name,
          Subgraphs.typePlaces(declared));
    }
    var merged = new LinkedHashMap<String, EnumValue>();
    byValue.forEach((value, elements) -> {
      var partial = elements.size() < declared.size();
      if (partial) {
        hintPartialValue(name, value, position, elements);
      }
      if (!partial || position != EnumUse.Position.INPUT) {
        merged.put(value, value(name, value, elements));
      }
    });
    return merged;
  }

  private void hintPartialValue(
      String type,
      String value,
      EnumUse.Position position,
      List<Declared<SubgraphEnumValue>> elements) {
    var places = elements.stream().map(it -> it.element().place()).toList();
    var coordinate = type + "." + value;
    switch (position) {
      case INPUT ->
          findings.hint(
              HintCode.INCONSISTENT_ENUM_VALUE_FOR_INPUT_ENUM,
              "Enum value \"%s\" is left out of the supergraph: not every subgraph accepts it"
                  .formatted(coordinate),
              coordinate,
              places);
      case OUTPUT, NONE ->
          findings.hint(
              HintCode.INCONSISTENT_ENUM_VALUE_FOR_OUTPUT_ENUM,
              "Enum value \"%s\" exists in some subgraphs only".formatted(coordinate),
              coordinate,
              places);
      case BOTH -> {}
    }
  }

  private EnumValue value(String type, String value, List<Declared<SubgraphEnumValue>> elements) {
    var coordinate = type + "." + value;
    var places = elements.stream().map(it -> it.element().place()).toList();
    var texts = new ArrayList<@Nullable String>();
    elements.forEach(it -> texts.add(it.element().description()));
    return new EnumValue(
        value,
        descriptions.merge(coordinate, texts, places),
        elements.stream().map(Declared::in).toList(),
        directives.merge(
            coordinate,
            elements.stream()
                .map(it -> new Declared<>(it.subgraph(), it.element().directives()))
                .toList(),
            places));
  }

  private Map<String, InputValue> inputFields(String name, List<Declared<SubgraphType>> declared) {
    var merged = new LinkedHashMap<String, InputValue>();
    for (var field : subgraphs.inputNames(name)) {
      var elements = subgraphs.input(name, field);
      var coordinate = name + "." + field;
      if (elements.size() == declared.size()) {
        merged.put(field, inputs.inputField(coordinate, elements));
      } else {
        findings.hint(
            HintCode.INCONSISTENT_INPUT_OBJECT_FIELD,
            "Input field \"%s\" is left out of the supergraph: not every subgraph knows it"
                .formatted(coordinate),
            coordinate,
            Subgraphs.inputPlaces(elements));
      }
    }
    return merged;
  }
}
