/// What a federation gateway must answer, as data in `cases/`, and the tests that ask it.
@NullMarked
package dev.orrery.gateway.conformance;

import org.jspecify.annotations.NullMarked;
