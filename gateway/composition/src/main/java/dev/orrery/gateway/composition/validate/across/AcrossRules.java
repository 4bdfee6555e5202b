package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.Subgraphs;
import java.util.List;

/// All rules over several subgraphs. A new rule is a class here and a line in this list.
public final class AcrossRules {
  private static final List<AcrossRule> ALL =
      List.of(
          new SomeQueryExists(),
          new ExtensionsNeedADefinition(),
          new FieldTypesAgree(),
          new ArgumentTypesAgree(),
          new ArgumentDefaultsAgree(),
          new RequiredArgumentsAreEverywhere(),
          new ContextualArgumentsAgree(),
          new InputFieldTypesAgree(),
          new InputFieldDefaultsAgree(),
          new RequiredInputFieldsAreEverywhere(),
          new InputsKeepAField(),
          new EnumValuesAgree(),
          new EnumsKeepAValue(),
          new SharedFieldsAreShareable(),
          new ExternalsAreResolvedSomewhere(),
          new ExternalTypesAgree(),
          new ExternalArgumentsAgree(),
          new OverrideSourcesDoNotOverride(),
          new ProgressiveOverridesLeaveRequirements(),
          new OverridesAreTimely(),
          new InterfaceObjectsHaveAnInterface(),
          new InterfaceKeysKnowAllImplementations(),
          new ImportedNamesAgree(),
          new LinkedSpecsFitTheVersion(),
          new ComposedDirectivesAgree(),
          new SlicingArgumentsSurvive(),
          new ValueTypesAreAlike(),
          new EntitiesAreAlike());

  private AcrossRules() {}

  public static void check(Subgraphs subgraphs, Findings findings) {
    new KindsAgree().check(subgraphs, findings);
    if (findings.failed()) {
      return;
    }
    ALL.forEach(rule -> rule.check(subgraphs, findings));
  }
}
