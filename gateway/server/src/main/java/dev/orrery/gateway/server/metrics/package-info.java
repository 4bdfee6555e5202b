/// What the gateway counts, for Prometheus.
@org.jspecify.annotations.NullMarked
package dev.orrery.gateway.server.metrics;
