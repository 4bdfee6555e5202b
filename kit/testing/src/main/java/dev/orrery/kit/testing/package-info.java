/// A real PostgreSQL and a real NATS for tests, set up by the same deploy step as the real ones.
@NullMarked
package dev.orrery.kit.testing;

import org.jspecify.annotations.NullMarked;
