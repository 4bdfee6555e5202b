/// A PostgreSQL of our own, from the binaries on Maven Central, as a background process.
@NullMarked
package dev.orrery.launcher.postgres;

import org.jspecify.annotations.NullMarked;
