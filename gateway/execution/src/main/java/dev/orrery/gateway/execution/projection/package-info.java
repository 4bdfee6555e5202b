/// From the data tree to the bytes that the client gets.
@NullMarked
package dev.orrery.gateway.execution.projection;

import org.jspecify.annotations.NullMarked;
