/// Subgraphs, and one plain schema, over the same data.
@NullMarked
package dev.orrery.gateway.conformance.world;

import org.jspecify.annotations.NullMarked;
