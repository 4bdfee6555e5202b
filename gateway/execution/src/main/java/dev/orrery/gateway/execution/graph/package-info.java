/// The front door: a federated graph that answers requests.
@NullMarked
package dev.orrery.gateway.execution.graph;

import org.jspecify.annotations.NullMarked;
