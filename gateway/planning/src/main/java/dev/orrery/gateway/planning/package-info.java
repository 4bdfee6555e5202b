/// Turns an operation into a plan of subgraph calls. One package per stage, in this order:
/// `operation` normalises, `graph` knows what each subgraph can answer, `path` finds and chooses a
/// way to every leaf, `fetch` makes calls of the ways and rewrites them, `plan` is the result,
/// `check` holds what must be true of it.
@NullMarked
package dev.orrery.gateway.planning;

import org.jspecify.annotations.NullMarked;
