package dev.orrery.exams.access;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One root field of the graph: how it is asked for something of the organization's, and who may.
///
/// @param target makes or finds what is asked for, anew each time, and answers its id
/// @param call asks for the thing of that id
/// @param later a pattern of refusals that only those get who may: they come after the access check
record Row(
    String field,
    Rule rule,
    Supplier<String> target,
    Function<String, Call> call,
    @Nullable String later) {

  Row(String field, Rule rule, Supplier<String> target, Function<String, Call> call) {
    this(field, rule, target, call, null);
  }
}
