package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.subgraph.Directives;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.Kind;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import java.util.List;

/// Access requirements are enforced where data is resolved, which no interface does; on an
/// interface they would hold on some paths only.
///
/// Specification: Federation, "Directives reference", `@authenticated`, `@requiresScopes` and
/// `@policy`.
final class AccessIsNotOnInterfaces implements SubgraphRule {
  private static final List<FederationDirective> ACCESS =
      List.of(
          FederationDirective.AUTHENTICATED,
          FederationDirective.REQUIRES_SCOPES,
          FederationDirective.POLICY);

  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    for (var type : subgraph.types().values()) {
      if (type.kind() != Kind.INTERFACE && !type.isInterfaceObject()) {
        continue;
      }
      check(type.directives(), type.name(), type.place(), report);
      if (type.kind() == Kind.INTERFACE) {
        type.fields()
            .values()
            .forEach(field ->
                check(field.directives(), type.name() + "." + field.name(), field.place(), report));
      }
    }
  }

  private static void check(
      Directives directives, String coordinate, Place place, SubgraphReport report) {
    for (var directive : ACCESS) {
      if (directives.has(directive)) {
        report.error(
            ErrorCode.AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE,
            coordinate,
            place,
            "Invalid use of @%s on \"%s\": it cannot be applied on interfaces, interface fields and interface objects"
                .formatted(directive.directiveName(), coordinate));
      }
    }
  }
}
