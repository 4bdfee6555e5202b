/// The first stage: reads a client's document and brings it to one normal form, so that operations
/// that ask the same are planned once.
@NullMarked
package dev.orrery.gateway.planning.operation;

import org.jspecify.annotations.NullMarked;
