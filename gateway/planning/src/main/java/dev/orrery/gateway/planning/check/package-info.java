/// What must be true of every plan, whatever the operation. Run on each plan that a test makes.
@NullMarked
package dev.orrery.gateway.planning.check;

import org.jspecify.annotations.NullMarked;
