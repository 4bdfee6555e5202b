/// Query plans made ready to run: names turned into numbers, request bodies into bytes, once per
/// plan.
@NullMarked
package dev.orrery.gateway.execution.program;

import org.jspecify.annotations.NullMarked;
