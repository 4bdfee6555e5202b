/// What went wrong, in the words that clients may read.
@NullMarked
package dev.orrery.gateway.execution.error;

import org.jspecify.annotations.NullMarked;
