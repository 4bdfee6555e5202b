/// A NATS server of our own: its binary, configuration, users and process.
@NullMarked
package dev.orrery.launcher.nats;

import org.jspecify.annotations.NullMarked;
