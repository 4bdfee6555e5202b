/// The third stage: the ways to each leaf of an operation, and the choice among them.
@NullMarked
package dev.orrery.gateway.planning.path;

import org.jspecify.annotations.NullMarked;
