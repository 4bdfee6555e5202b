package dev.orrery.gateway.composition.merge;

import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.supergraph.Link;
import dev.orrery.gateway.composition.supergraph.Roots;
import dev.orrery.gateway.composition.supergraph.SpecDefinitions;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.composition.supergraph.SupergraphType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Third stage: the subgraphs' schemas to one supergraph. Where subgraphs disagree it takes the
/// first one's word, because a rule reports the disagreement.
public final class Merger {
  private Merger() {}

  public static Supergraph merge(Subgraphs subgraphs, Findings findings) {
    var composed = new ComposedDirectives(subgraphs);
    var references = new MergeTypeReferences(subgraphs);
    var descriptions = new MergeDescriptions(findings);
    var directives = new MergeDirectives(composed, findings);
    var inputs = new MergeInputs(references, descriptions, directives, findings);
    var fields = new MergeFields(subgraphs, references, descriptions, directives, inputs, findings);
    var merge = new MergeTypes(subgraphs, fields, inputs, descriptions, directives, findings);
    var types = new LinkedHashMap<String, SupergraphType>();
    for (var name : subgraphs.types().keySet()) {
      types.put(name, merge.merge(name));
    }
    var onSchema =
        directives.merge(
            "schema",
            subgraphs.all().stream().map(it -> new Declared<>(it, it.schemaDirectives())).toList(),
            List.of());
    var definitions =
        new LinkedHashMap<String, dev.orrery.gateway.composition.supergraph.DirectiveDefinition>();
    SpecDefinitions.definitions(directives.used()).forEach(it -> definitions.put(it.name(), it));
    definitions.putAll(
        new MergeDirectiveDefinitions(subgraphs, composed, inputs, findings).merge());
    var links = new ArrayList<>(SpecDefinitions.links(directives.used()));
    links.addAll(customLinks(composed));
    var texts = new ArrayList<@Nullable String>();
    subgraphs.all().forEach(it -> texts.add(it.description()));
    return new Supergraph(
        descriptions.merge("schema", texts, List.of()),
        GraphNames.subgraphs(subgraphs),
        new Roots(
            "Query",
            types.containsKey("Mutation") ? "Mutation" : null,
            types.containsKey("Subscription") ? "Subscription" : null),
        links,
        definitions,
        new SpreadAccess(new InterfaceObjectFields(types).spread(), findings).spread(),
        onSchema);
  }

  private static List<Link> customLinks(ComposedDirectives composed) {
    var links = new ArrayList<Link>();
    for (var link : composed.links()) {
      var imports =
          composed.all().stream()
              .filter(it -> it.link().identity().equals(link.identity()))
              .map(it ->
                  new Link.Import(
                      "@" + it.originalName(),
                      it.name().equals(it.originalName()) ? null : "@" + it.name()))
              .toList();
      links.add(new Link(link.url(), null, imports, null));
    }
    return links;
  }
}
