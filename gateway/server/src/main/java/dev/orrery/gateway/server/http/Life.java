package dev.orrery.gateway.server.http;

import dev.orrery.gateway.execution.error.ErrorCode;
import dev.orrery.gateway.execution.error.GraphQlError;
import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.server.auth.Identity;
import dev.orrery.gateway.server.auth.TokenCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// For how long an answer may be in the making: as long as any may, and no longer than the token
/// that it is asked for with. So whatever is taken from somebody, no request of theirs that is
/// under way goes on for long.
///
/// @param error what is answered when it is over
record Life(Duration left, GraphQlError error) {

  static Life of(Identity identity, Duration longest, Instant now) {
    Life any =
        new Life(
            longest,
            GraphQlError.of(
                ErrorCode.TIMEOUT,
                "There was no answer within %d seconds. What a mutation does may be done all the same."
                    .formatted(longest.toSeconds())));
    return TokenCheck.end(identity)
        .map(end -> Duration.between(now, end))
        .filter(left -> left.compareTo(longest) < 0)
        .map(left ->
            new Life(
                left.isPositive() ? left : Duration.ofMillis(1),
                GraphQlError.of(
                    ErrorCode.UNAUTHENTICATED, "The token expired before there was an answer.")))
        .orElse(any);
  }

  JsonOutput body() {
    JsonOutput out = new JsonOutput(256).raw("{\"data\":null,\"errors\":");
    GraphQlError.writeAll(List.of(error), out);
    return out.write('}');
  }
}
