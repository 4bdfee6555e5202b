/// The gateways that the suite can ask.
@NullMarked
package dev.orrery.gateway.conformance.gateway;

import org.jspecify.annotations.NullMarked;
