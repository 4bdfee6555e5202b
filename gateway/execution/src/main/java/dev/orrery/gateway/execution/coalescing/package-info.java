/// Doing once what many ask for at the same moment.
@NullMarked
package dev.orrery.gateway.execution.coalescing;

import org.jspecify.annotations.NullMarked;
