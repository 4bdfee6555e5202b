package dev.orrery.gateway.execution.run;

import dev.orrery.gateway.execution.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/// Hears what clients are not told.
public interface FetchLog {
  /// Hears nothing.
  FetchLog SILENT =
      new FetchLog() {
        @Override
        public void failed(String subgraph, ErrorCode code, String detail, String traceId) {}

        @Override
        public void hidden(String subgraph, @Nullable Object error, String traceId) {}
      };

  /// A call brought nothing usable.
  void failed(String subgraph, ErrorCode code, String detail, String traceId);

  /// An error whose text was kept from the client.
  void hidden(String subgraph, @Nullable Object error, String traceId);
}
