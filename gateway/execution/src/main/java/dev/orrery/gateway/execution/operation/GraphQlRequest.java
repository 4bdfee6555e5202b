package dev.orrery.gateway.execution.operation;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A client's request.
///
/// @param query the document
/// @param variables JSON values by name
/// @param queryOnly whether other kinds of operations are refused, as over GET
public record GraphQlRequest(
    String query,
    @Nullable String operationName,
    Map<String, @Nullable Object> variables,
    boolean queryOnly) {}
