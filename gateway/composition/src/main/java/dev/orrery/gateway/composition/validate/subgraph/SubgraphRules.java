package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import java.util.List;

/// All rules for a subgraph by itself. A new rule is a class here and a line in this list.
public final class SubgraphRules {
  private static final List<SubgraphRule> ALL =
      List.of(
          new SubgraphNameIsUsable(),
          new LinksAreSupported(),
          new NamesAreNotReserved(),
          new TypesAreKnown(),
          new TypesAreNotEmpty(),
          new DefaultsFitTheirTypes(),
          new ImplementationsAreComplete(),
          new DirectivesAreKnown(),
          new FederationDirectivesFit(),
          new FederationDefinitionsAreStandard(),
          new KeysSelectFields(),
          new KeysOnInterfaces(),
          new RequiresSelectsExternals(),
          new ProvidesSelectsExternals(),
          new ExternalsAreUsed(),
          new ExternalsAreOnObjects(),
          new ExternalsCarryNoMergedDirectives(),
          new OverridesAreSound(),
          new ShareablesAreOnObjects(),
          new InterfaceObjectsAreEntities(),
          new ContextNamesAreValid(),
          new ContextsAreSet(),
          new AccessIsNotOnInterfaces(),
          new CostIsNotOnInterfaces(),
          new ListSizesAreSound(),
          new QueryRootIsAccessible(),
          new SpecsAreVisible(),
          new ComposedDirectivesAreLinked());

  private SubgraphRules() {}

  public static void check(SubgraphSchema subgraph, Findings findings) {
    var report = new SubgraphReport(subgraph, findings);
    ALL.forEach(rule -> rule.check(subgraph, report));
  }
}
