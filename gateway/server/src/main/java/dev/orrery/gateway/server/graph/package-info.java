/// Where the graph comes from, and how it is replaced while requests are served.
@NullMarked
package dev.orrery.gateway.server.graph;

import org.jspecify.annotations.NullMarked;
