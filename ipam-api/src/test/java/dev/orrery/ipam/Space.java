package dev.orrery.ipam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.testing.PostgresForTests;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// What the database says of free space.
public record Space(PostgresForTests postgres) {
  /// Pairs of things that share an address of a prefix, be they free ranges, children or addresses.
  private static final String SHARED =
      """
      with held as (
        select prefix_id, first, last, 'free ' || first as what from free_range
        union all select prefix_id, address, address, 'address ' || address from ip_address
        union all select parent_id, lowest_of(network), highest_of(network), 'prefix ' || network from prefix
                  where parent_id is not null)
      select count(*) from held a join held b
        on a.prefix_id = b.prefix_id and a.what < b.what and a.first <= b.last and b.first <= a.last
      """;

  /// Prefixes of which not every address is free, taken or a child's; small ones only, because a
  /// difference of far addresses does not fit a bigint.
  private static final String LOST =
      """
      select count(*) from prefix p
      where case when (case family(p.network) when 4 then 32 else 128 end) - masklen(p.network) < 60
        then highest_of(p.network) - lowest_of(p.network) + 1
          <> (select coalesce(sum(last - first + 1), 0) from free_range where prefix_id = p.id)
           + (select count(*) from ip_address where prefix_id = p.id)
           + (select coalesce(sum(highest_of(c.network) - lowest_of(c.network) + 1), 0) from prefix c where c.parent_id = p.id)
        else false end
      """;

  /// Free ranges that should be one.
  private static final String TORN =
      """
      select count(*) from prefix p join free_range a on a.prefix_id = p.id join free_range b on b.prefix_id = p.id
      where b.first = case when a.last < highest_of(p.network) then a.last + 1 end
      """;

  /// Every address of every prefix is free, or taken, or in one child; and only one of these.
  public void assertWhole() {
    try (Connection connection = postgres.connect("ipam");
        Statement statement = connection.createStatement()) {
      assertThat(number(statement, SHARED)).as("held twice").isZero();
      assertThat(number(statement, LOST)).as("prefixes with lost addresses").isZero();
      assertThat(number(statement, TORN)).as("adjacent free ranges").isZero();
    } catch (SQLException broken) {
      throw new IllegalStateException(broken);
    }
  }

  public long count(String sql) {
    try (Connection connection = postgres.connect("ipam");
        Statement statement = connection.createStatement()) {
      return number(statement, sql);
    } catch (SQLException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
