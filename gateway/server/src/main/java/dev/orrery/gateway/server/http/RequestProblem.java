package dev.orrery.gateway.server.http;

/// Why bytes are no GraphQL request.
///
/// @param status of HTTP
/// @param code for `extensions.code`
/// @param message for clients
record RequestProblem(int status, String code, String message) {
  static RequestProblem badRequest(String message) {
    return new RequestProblem(400, "BAD_REQUEST", message);
  }
}
