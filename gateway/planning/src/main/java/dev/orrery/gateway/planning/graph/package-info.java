/// The second stage: what each subgraph can answer. Built once per supergraph, shared by all plans.
@NullMarked
package dev.orrery.gateway.planning.graph;

import org.jspecify.annotations.NullMarked;
