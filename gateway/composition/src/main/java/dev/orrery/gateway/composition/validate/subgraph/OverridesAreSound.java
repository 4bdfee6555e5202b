package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.Kind;
import dev.orrery.gateway.composition.subgraph.SubgraphField;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import dev.orrery.gateway.composition.subgraph.SubgraphType;
import java.util.regex.Pattern;

/// `@override` stands on an object's field that is not external, names another subgraph, and has a
/// label that routers understand.
///
/// Specification: Federation, "Directives reference", `@override`.
final class OverridesAreSound implements SubgraphRule {
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z][a-zA-Z0-9_\\-:./]*");
  private static final Pattern PERCENT =
      Pattern.compile("percent\\((\\d{1,2}(\\.\\d{1,8})?|100(\\.0{1,8})?)\\)");

  @Override
  public void check(SubgraphSchema subgraph, SubgraphReport report) {
    for (var type : subgraph.types().values()) {
      for (var field : type.fields().values()) {
        field
            .directives()
            .first(FederationDirective.OVERRIDE)
            .ifPresent(applied -> check(subgraph, type, field, applied, report));
      }
    }
  }

  private static void check(
      SubgraphSchema subgraph,
      SubgraphType type,
      SubgraphField field,
      AppliedDirective applied,
      SubgraphReport report) {
    var coordinate = type.name() + "." + field.name();
    if (type.kind() == Kind.INTERFACE) {
      report.error(
          ErrorCode.OVERRIDE_ON_INTERFACE,
          coordinate,
          field.place(),
          "@override cannot be used on field \"%s\" on subgraph \"%s\": @override is not supported on interface type fields."
              .formatted(coordinate, subgraph.name()));
      return;
    }
    if (field.external()) {
      report.error(
          ErrorCode.OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE,
          coordinate,
          field.place(),
          "@override cannot be used on field \"%s\" on subgraph \"%s\" since \"%s\" on \"%s\" is marked with directive \"@external\""
              .formatted(coordinate, subgraph.name(), coordinate, subgraph.name()));
    }
    if (applied.string("from").filter(subgraph.name()::equals).isPresent()) {
      report.error(
          ErrorCode.OVERRIDE_FROM_SELF_ERROR,
          coordinate,
          field.place(),
          "Source and destination subgraphs \"%s\" are the same for overridden field \"%s\""
              .formatted(subgraph.name(), coordinate));
    }
    if (applied.arguments().containsKey("label")
        && applied.string("label").filter(OverridesAreSound::isLabel).isEmpty()) {
      report.error(
          ErrorCode.OVERRIDE_LABEL_INVALID,
          coordinate,
          field.place(),
          "Invalid @override label %s on field \"%s\" on subgraph \"%s\": labels must start with a letter and after that may contain alphanumerics, underscores, minuses, colons, periods, or slashes. Alternatively, labels may be of the form \"percent(x)\" where x is a float between 0-100 inclusive."
              .formatted(applied.arguments().get("label"), coordinate, subgraph.name()));
    }
  }

  private static boolean isLabel(String label) {
    return LABEL.matcher(label).matches() || PERCENT.matcher(label).matches();
  }
}
