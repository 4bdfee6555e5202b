package dev.orrery.exams.access;

import java.util.function.Function;
import java.util.function.Supplier;

/// One root field of the graph: how it is asked for something of the organization's, and who may.
///
/// @param target makes or finds what is asked for, anew each time, and answers its id
/// @param call asks for the thing of that id
record Row(String field, Rule rule, Supplier<String> target, Function<String, Call> call) {}
