package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;

/// A federation directive that reaches the supergraph is imported by one name in all subgraphs.
///
/// Specification: Spec `link` v1.0, section "Import"; the federation directives are merged by one
/// name.
final class ImportedNamesAgree implements AcrossRule {
  private static final List<FederationDirective> MERGED =
      List.of(
          FederationDirective.TAG,
          FederationDirective.INACCESSIBLE,
          FederationDirective.AUTHENTICATED,
          FederationDirective.REQUIRES_SCOPES,
          FederationDirective.POLICY,
          FederationDirective.COST,
          FederationDirective.LIST_SIZE);

  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    for (var directive : MERGED) {
      var names = new LinkedHashMap<String, List<String>>();
      for (var subgraph : subgraphs.all()) {
        subgraph.links().stream()
            .map(link -> link.imports().get("@" + directive.directiveName()))
            .filter(Objects::nonNull)
            .findFirst()
            .ifPresent(
                name -> names.computeIfAbsent(name, _ -> new ArrayList<>()).add(subgraph.name()));
      }
      if (names.size() > 1) {
        findings.error(
            ErrorCode.LINK_IMPORT_NAME_MISMATCH,
            "The \"@%s\" directive is imported with mismatched name between subgraphs: it is imported as %s"
                .formatted(
                    directive.directiveName(),
                    Words.and(
                        names.entrySet().stream()
                            .map(e ->
                                "\"%s\" in %s".formatted(e.getKey(), Words.subgraphs(e.getValue())))
                            .toList())),
            "@" + directive.directiveName(),
            subgraphs.all().stream().map(SubgraphSchema::place).toList());
      }
    }
  }
}
