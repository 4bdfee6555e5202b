/// Everything a check stands on: a NATS of its own, the wire to the provider, its process, its back
/// end's faults and effects.
@org.jspecify.annotations.NullMarked
package dev.orrery.provider.testkit.bench;
