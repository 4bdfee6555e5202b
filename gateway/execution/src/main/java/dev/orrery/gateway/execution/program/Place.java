package dev.orrery.gateway.execution.program;

import dev.orrery.gateway.execution.json.KeyTable;
import dev.orrery.gateway.planning.plan.FetchPath;
import java.util.List;

/// Places of the data tree that a fetch starts from: a compiled [FetchPath].
///
/// @param condition number in [Conditions]
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Place(PathStep[] steps, int condition, List<Context> context) {
  /// A value to take from an enclosing object.
  ///
  /// @param variable the JSON key of the variable, with quotes and colon
  public record Context(byte[] variable, int depth, List<Selection> selections) {}

  public record Selection(byte[][] onTypes, PathStep[] steps) {}

  static Place compile(FetchPath path, KeyTable keys, Conditions conditions) {
    return new Place(
        PathStep.compile(path.elements(), keys),
        conditions.number(path.condition()),
        path.context().stream()
            .map(value ->
                new Context(
                    RequestHead.key(value.variable()),
                    value.ancestorDepth(),
                    value.selections().stream()
                        .map(selection ->
                            new Selection(
                                PathStep.utf8(selection.onTypes()),
                                PathStep.compile(selection.steps(), keys)))
                        .toList()))
            .toList());
  }
}
