package dev.orrery.gateway.execution.json;

/// Bytes that are no JSON, or more JSON than allowed.
///
/// Carries no stack trace: it is thrown for what others send, often, and the offset says more.
public final class MalformedJson extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int offset;

  MalformedJson(String problem, int offset) {
    super("%s at byte %d".formatted(problem, offset), null, false, false);
    this.offset = offset;
  }

  /// Where reading stopped, counted in bytes from the start of the document.
  public int offset() {
    return offset;
  }
}
