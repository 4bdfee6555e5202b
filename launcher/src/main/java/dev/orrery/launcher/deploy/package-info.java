/// The deploy step: what must exist in PostgreSQL and NATS before a service starts.
@NullMarked
package dev.orrery.launcher.deploy;

import org.jspecify.annotations.NullMarked;
