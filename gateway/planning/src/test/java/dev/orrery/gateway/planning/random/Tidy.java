package dev.orrery.gateway.planning.random;

import graphql.language.AstPrinter;
import graphql.language.Definition;
import graphql.language.Document;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.Node;
import graphql.language.OperationDefinition;
import graphql.language.VariableReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;

/// Drops what validation does not want to see: fragments and variables that nobody uses.
final class Tidy {
  private Tidy() {}

  static String text(Document document) {
    return AstPrinter.printAst(of(document));
  }

  static Document of(Document document) {
    var now = document;
    while (true) {
      var used = new HashSet<String>();
      now.getDefinitions().forEach(definition -> uses(definition, used));
      var kept = new ArrayList<Definition>();
      for (var definition : now.getDefinitions()) {
        switch (definition) {
          case FragmentDefinition fragment -> {
            if (used.contains("..." + fragment.getName())) {
              kept.add(fragment);
            }
          }
          case OperationDefinition operation ->
              kept.add(
                  operation.transform(b ->
                      b.variableDefinitions(
                          operation.getVariableDefinitions().stream()
                              .filter(v -> used.contains("$" + v.getName()))
                              .toList())));
          default -> kept.add(definition);
        }
      }
      var same = kept.size() == now.getDefinitions().size();
      now = now.transform(b -> b.definitions(kept));
      if (same) {
        return now;
      }
    }
  }

  private static void uses(Node<?> node, Set<String> into) {
    switch (node) {
      case VariableReference variable -> into.add("$" + variable.getName());
      case FragmentSpread spread -> into.add("..." + spread.getName());
      default -> {}
    }
    node.getChildren().forEach(child -> uses(child, into));
  }
}
