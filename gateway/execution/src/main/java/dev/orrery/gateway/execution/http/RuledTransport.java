package dev.orrery.gateway.execution.http;

import io.vertx.core.Future;

/// Applies [HeaderRules] on the way to one subgraph.
public final class RuledTransport implements SubgraphTransport {
  private final SubgraphTransport transport;
  private final HeaderRules rules;

  public RuledTransport(SubgraphTransport transport, HeaderRules rules) {
    this.transport = transport;
    this.rules = rules;
  }

  @Override
  public Future<SubgraphReply> send(SubgraphRequest request) {
    return transport.send(request.with(rules.apply(request.headers())));
  }

  @Override
  public void close() {
    transport.close();
  }
}
