package dev.orrery.gateway.execution.error;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides what clients get to read of a subgraph's errors.
///
/// An error with a code of its own was written for clients: message, code and extensions pass,
/// without what only developers of the subgraph should see. Anything else may say more than it
/// should (an exception's message, a host name), so its place is kept and its text is not.
public final class SubgraphErrors {
  private static final Set<String> PRIVATE =
      Set.of("exception", "stacktrace", "stackTrace", "debug", "debugInfo", "classification");
  private static final Set<String> UNEXPECTED =
      Set.of("INTERNAL", "INTERNAL_ERROR", "INTERNAL_SERVER_ERROR", "UNKNOWN");

  private SubgraphErrors() {}

  /// The error for clients, without a path.
  ///
  /// @param error as the subgraph sent it
  /// @param traceId goes into an error that hides its reason
  /// @param showAll pass on the text of any error, as while subgraphs are being written
  public static GraphQlError forClients(
      @Nullable Object error, String service, String traceId, boolean showAll) {
    if ((showAll || mayBeShown(error))
        && error instanceof Map<?, ?> map
        && map.get("message") instanceof String message) {
      Map<?, ?> extensions = map.get("extensions") instanceof Map<?, ?> given ? given : Map.of();
      Map<String, @Nullable Object> kept = new LinkedHashMap<>();
      kept.put(
          "code", extensions.get("code") instanceof String code ? code : ErrorCode.INTERNAL.name());
      extensions.forEach((name, value) -> {
        if (!PRIVATE.contains(String.valueOf(name)) && !"code".equals(name)) {
          kept.put(String.valueOf(name), value);
        }
      });
      kept.put("service", service);
      return new GraphQlError(message, List.of(), List.of(), kept);
    }
    return GraphQlError.of(ErrorCode.INTERNAL, "Something went wrong here.")
        .with("service", service)
        .with("traceId", traceId);
  }

  /// Whether an error was written for clients.
  public static boolean mayBeShown(@Nullable Object error) {
    return error instanceof Map<?, ?> map
        && map.get("message") instanceof String
        && map.get("extensions") instanceof Map<?, ?> extensions
        && extensions.get("code") instanceof String code
        && !code.isEmpty()
        && !UNEXPECTED.contains(code.toUpperCase(Locale.ROOT));
  }

  /// The data path inside the subgraph's response; null when the error names none.
  public static @Nullable List<?> path(@Nullable Object error) {
    return error instanceof Map<?, ?> map
            && map.get("path") instanceof List<?> path
            && !path.isEmpty()
        ? path
        : null;
  }
}
