package dev.orrery.gateway.execution.http;

import java.util.List;

/// What came back from a subgraph.
public sealed interface SubgraphReply {

  /// A body that claims to be a GraphQL response: nobody has looked inside yet.
  ///
  /// @param bytes not changed any more, and longer than `length` perhaps
  /// @param headers those that a client may see, names in lower case
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answered(byte[] bytes, int length, List<ForwardedHeaders.Entry> headers)
      implements SubgraphReply {
    public Answered(byte[] bytes, int length) {
      this(bytes, length, List.of());
    }
  }

  /// No usable body.
  ///
  /// @param detail for the log, never for clients
  record Failed(Reason reason, String detail) implements SubgraphReply {}

  /// Why there is no usable body.
  enum Reason {
    /// The subgraph took longer than its limit.
    TIMEOUT,
    /// No connection: nothing was sent.
    UNREACHABLE,
    /// The connection broke: nobody knows what was done.
    BROKEN,
    /// A status other than success, and a body that is no GraphQL response.
    REFUSED,
    /// More bytes than allowed.
    TOO_LARGE,
    /// Too many calls wait for this subgraph already.
    OVERLOADED,
    /// Nobody waits for the answer any more.
    CANCELLED
  }
}
