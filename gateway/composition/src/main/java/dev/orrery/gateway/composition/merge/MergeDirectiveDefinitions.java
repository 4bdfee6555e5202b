package dev.orrery.gateway.composition.merge;

import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.findings.HintCode;
import dev.orrery.gateway.composition.subgraph.DirectiveDeclaration;
import dev.orrery.gateway.composition.subgraph.SubgraphInput;
import dev.orrery.gateway.composition.supergraph.DirectiveDefinition;
import dev.orrery.gateway.composition.supergraph.InputValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Decides which directives the supergraph defines: the composed ones as they are declared, and
/// those that clients write in operations when every subgraph understands them.
///
/// Specification: Federation, "Composition rules", section "Directives".
final class MergeDirectiveDefinitions {
  private static final Set<String> EXECUTABLE =
      Set.of(
          "QUERY",
          "MUTATION",
          "SUBSCRIPTION",
          "FIELD",
          "FRAGMENT_DEFINITION",
          "FRAGMENT_SPREAD",
          "INLINE_FRAGMENT",
          "VARIABLE_DEFINITION");

  private final Subgraphs subgraphs;
  private final ComposedDirectives composed;
  private final MergeInputs inputs;
  private final Findings findings;

  MergeDirectiveDefinitions(
      Subgraphs subgraphs, ComposedDirectives composed, MergeInputs inputs, Findings findings) {
    this.subgraphs = subgraphs;
    this.composed = composed;
    this.inputs = inputs;
    this.findings = findings;
  }

  Map<String, DirectiveDefinition> merge() {
    var merged = new LinkedHashMap<String, DirectiveDefinition>();
    for (var it : composed.all()) {
      var declaration = it.declaration();
      merged.put(
          it.name(),
          new DirectiveDefinition(
              it.name(),
              declaration.description(),
              asDeclared(declaration.arguments()),
              declaration.repeatable(),
              declaration.locations()));
    }
    for (var name : executableNames()) {
      if (!merged.containsKey(name)) {
        executable(name, merged);
      }
    }
    return merged;
  }

  private static Map<String, InputValue> asDeclared(Map<String, SubgraphInput> arguments) {
    var values = new LinkedHashMap<String, InputValue>();
    arguments.forEach((name, argument) ->
        values.put(
            name,
            new InputValue(
                name,
                argument.description(),
                argument.type(),
                argument.defaultValue(),
                Map.of(),
                List.of())));
    return values;
  }

  private Set<String> executableNames() {
    var names = new LinkedHashSet<String>();
    for (var subgraph : subgraphs.all()) {
      subgraph.directives().values().stream()
          .filter(it -> it.locations().stream().anyMatch(EXECUTABLE::contains))
          .map(DirectiveDeclaration::name)
          .filter(name -> !name.equals("skip") && !name.equals("include") && !name.equals("defer"))
          .forEach(names::add);
    }
    return names;
  }

  private void executable(String name, Map<String, DirectiveDefinition> merged) {
    var declared = new ArrayList<Declared<DirectiveDeclaration>>();
    for (var subgraph : subgraphs.all()) {
      var declaration = subgraph.directives().get(name);
      if (declaration != null) {
        declared.add(new Declared<>(subgraph, declaration));
      }
    }
    var places = declared.stream().map(it -> it.element().place()).toList();
    if (declared.size() < subgraphs.all().size()) {
      findings.hint(
          HintCode.INCONSISTENT_EXECUTABLE_DIRECTIVE_PRESENCE,
          "Executable directive \"@%s\" is left out of the supergraph: not every subgraph defines it"
              .formatted(name),
          "@" + name,
          places);
      return;
    }
    var locations = new ArrayList<>(declared.getFirst().element().locations());
    locations.retainAll(EXECUTABLE);
    declared.forEach(it -> locations.retainAll(it.element().locations()));
    if (locations.isEmpty()) {
      findings.hint(
          HintCode.NO_EXECUTABLE_DIRECTIVE_INTERSECTION,
          "Executable directive \"@%s\" is left out of the supergraph: it has no location that all subgraphs allow"
              .formatted(name),
          "@" + name,
          places);
      return;
    }
    if (declared.stream().map(it -> Set.copyOf(it.element().locations())).distinct().count() > 1) {
      findings.hint(
          HintCode.INCONSISTENT_EXECUTABLE_DIRECTIVE_LOCATIONS,
          "Executable directive \"@%s\" has different locations across subgraphs; those common to all are used"
              .formatted(name),
          "@" + name,
          places);
    }
    if (declared.stream().map(it -> it.element().repeatable()).distinct().count() > 1) {
      findings.hint(
          HintCode.INCONSISTENT_EXECUTABLE_DIRECTIVE_REPEATABLE,
          "Executable directive \"@%s\" is repeatable in some subgraphs only, so it is not in the supergraph"
              .formatted(name),
          "@" + name,
          places);
    }
    merged.put(
        name,
        new DirectiveDefinition(
            name,
            declared.getFirst().element().description(),
            arguments(name, declared),
            declared.stream().allMatch(it -> it.element().repeatable()),
            locations));
  }

  private Map<String, InputValue> arguments(
      String name, List<Declared<DirectiveDeclaration>> declared) {
    var merged = new LinkedHashMap<String, InputValue>();
    for (var argument : declared.getFirst().element().arguments().keySet()) {
      var found = new ArrayList<Declared<SubgraphInput>>();
      for (var it : declared) {
        var input = it.element().arguments().get(argument);
        if (input != null) {
          found.add(new Declared<>(it.subgraph(), input));
        }
      }
      if (found.size() == declared.size()) {
        merged.put(argument, inputs.argument("@%s(%s:)".formatted(name, argument), found));
      }
    }
    return merged;
  }
}
