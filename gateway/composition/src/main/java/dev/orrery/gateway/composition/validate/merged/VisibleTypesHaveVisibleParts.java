package dev.orrery.gateway.composition.validate.merged;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.supergraph.CompositeType;
import dev.orrery.gateway.composition.supergraph.EnumType;
import dev.orrery.gateway.composition.supergraph.InputType;
import dev.orrery.gateway.composition.supergraph.ScalarType;
import dev.orrery.gateway.composition.supergraph.SupergraphType;
import dev.orrery.gateway.composition.supergraph.UnionType;
import java.util.List;

/// A type that clients see has something that they see: a field, value or member.
///
/// Specification: Spec `inaccessible` v0.2, section "Validation".
final class VisibleTypesHaveVisibleParts implements MergedRule {
  @Override
  public void check(Merged merged, Findings findings) {
    for (var type : merged.supergraph().types().values()) {
      if (type.inaccessible()) {
        continue;
      }
      switch (type) {
        case CompositeType it ->
            check(
                merged,
                type,
                "fields",
                it.fields().values().stream().map(field -> field.directives()).toList(),
                findings);
        case InputType it ->
            check(
                merged,
                type,
                "fields",
                it.fields().values().stream().map(field -> field.directives()).toList(),
                findings);
        case EnumType it ->
            check(
                merged,
                type,
                "values",
                it.values().values().stream().map(value -> value.directives()).toList(),
                findings);
        case UnionType it -> {
          if (it.members().keySet().stream().allMatch(merged::isHidden)) {
            fail(merged, type, "members", findings);
          }
        }
        case ScalarType _ -> {}
      }
    }
  }

  private static void check(
      Merged merged,
      SupergraphType type,
      String parts,
      List<List<AppliedDirective>> directives,
      Findings findings) {
    if (directives.stream().allMatch(Merged::isHidden)) {
      fail(merged, type, parts, findings);
    }
  }

  private static void fail(Merged merged, SupergraphType type, String parts, Findings findings) {
    findings.error(
        ErrorCode.ONLY_INACCESSIBLE_CHILDREN,
        "Type \"%s\" is in the API schema but all of its %s are @inaccessible."
            .formatted(type.name(), parts),
        type.name(),
        merged.typePlaces(type.name()));
  }
}
