/// What the gateway says about its own schema.
@NullMarked
package dev.orrery.gateway.execution.introspection;

import org.jspecify.annotations.NullMarked;
