package dev.orrery.ipam.notation;

import dev.orrery.kit.subgraph.page.Column;

/// The filters `CidrFilter` and `IpAddrFilter` of the graph.
public final class InetColumns {
  private InetColumns() {}

  public static Column networks(String column) {
    return new InetColumn(column, true);
  }

  public static Column addresses(String column) {
    return new InetColumn(column, false);
  }
}
