package dev.orrery.gateway.execution.graph;

import dev.orrery.gateway.execution.http.ForwardedHeaders;

/// On whose behalf a request is answered.
///
/// @param headers what subgraphs get to see
/// @param traceId what errors quote
public record Caller(ForwardedHeaders headers, String traceId) {}
