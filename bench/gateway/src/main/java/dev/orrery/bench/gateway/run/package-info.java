/// Starts the gateways, loads them one after the other, and reads what it cost.
@NullMarked
package dev.orrery.bench.gateway.run;

import org.jspecify.annotations.NullMarked;
