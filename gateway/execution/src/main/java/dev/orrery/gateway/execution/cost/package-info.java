/// What an operation may cost at most, before anybody is asked for anything.
@NullMarked
package dev.orrery.gateway.execution.cost;

import org.jspecify.annotations.NullMarked;
