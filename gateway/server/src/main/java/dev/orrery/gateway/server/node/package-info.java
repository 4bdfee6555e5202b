/// `node(id:)` and `nodes(ids:)`: any resource by its id alone.
@NullMarked
package dev.orrery.gateway.server.node;

import org.jspecify.annotations.NullMarked;
