/// From a client's request to a program and its input: everything that happens before the first
/// fetch.
@NullMarked
package dev.orrery.gateway.execution.operation;

import org.jspecify.annotations.NullMarked;
