package dev.orrery.gateway.execution.json;

/// How much JSON a reader accepts before it gives up.
///
/// @param maxBytes the longest document, in bytes
/// @param maxDepth the deepest nesting of objects and arrays
public record JsonLimits(int maxBytes, int maxDepth) {
  /// Wide enough for any honest answer, narrow enough that a broken subgraph cannot exhaust the
  /// heap.
  public static final JsonLimits STANDARD = new JsonLimits(16 * 1024 * 1024, 256);
}
