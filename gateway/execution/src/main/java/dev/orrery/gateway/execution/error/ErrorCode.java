package dev.orrery.gateway.execution.error;

/// The `extensions.code` of the errors that the gateway itself raises. Stable: clients switch on
/// them.
public enum ErrorCode {
  /// The request is no GraphQL: syntax.
  GRAPHQL_PARSE_FAILED,
  /// The operation does not fit the schema.
  GRAPHQL_VALIDATION_FAILED,
  /// The document has no operation of that name, or several and no name.
  OPERATION_RESOLUTION_FAILURE,
  /// A value, a variable for instance, is not what the schema asks for.
  INVALID_ARGUMENT,
  UNAUTHENTICATED,
  /// The viewer lacks what `@authenticated`, `@requiresScopes` or `@policy` asks for.
  UNAUTHORIZED_FIELD_OR_TYPE,
  QUERY_TOO_DEEP,
  TOO_MANY_ALIASES,
  QUERY_TOO_COMPLEX,
  /// The estimate by `@cost` and `@listSize` is above what is allowed.
  COST_ESTIMATED_TOO_EXPENSIVE,
  /// No plan was found in time.
  PLAN_TOO_COMPLEX,
  /// No way through the subgraphs leads to all that was asked for.
  NO_PLAN,
  /// A subgraph could not be reached or refused.
  UNAVAILABLE,
  /// A subgraph took too long.
  TIMEOUT,
  /// A subgraph answered, but not with what its schema promises.
  INVALID_RESPONSE,
  /// Anything else; details are in the log under the trace id.
  INTERNAL
}
