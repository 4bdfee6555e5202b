/// Which requests belong together.
@NullMarked
package dev.orrery.gateway.server.trace;

import org.jspecify.annotations.NullMarked;
