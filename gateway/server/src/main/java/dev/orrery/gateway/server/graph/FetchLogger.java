package dev.orrery.gateway.server.graph;

import dev.orrery.gateway.execution.error.ErrorCode;
import dev.orrery.gateway.execution.run.FetchLog;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Writes to the log what clients are not told, under the trace id that they are told.
final class FetchLogger implements FetchLog {
  private static final Logger LOG = Logger.getLogger("dev.orrery.gateway.fetch");
  private static final int LONGEST = 2_000;

  @Override
  public void failed(String subgraph, ErrorCode code, String detail, String traceId) {
    LOG.warnf("%s %s: %s [trace %s]", subgraph, code, detail, traceId);
  }

  @Override
  public void hidden(String subgraph, @Nullable Object error, String traceId) {
    String text = String.valueOf(error);
    LOG.warnf(
        "%s answered with an error that clients do not see: %s [trace %s]",
        subgraph, text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text, traceId);
  }
}
