package dev.orrery.gateway.execution.http;

import dev.orrery.gateway.execution.json.JsonOutput;

/// One GraphQL request to a subgraph.
///
/// @param body the JSON of the request; not written to any more
/// @param headers what of the client's request travels on
/// @param mutation whether repeating it, or sharing its answer, could do harm
public record SubgraphRequest(JsonOutput body, ForwardedHeaders headers, boolean mutation) {}
