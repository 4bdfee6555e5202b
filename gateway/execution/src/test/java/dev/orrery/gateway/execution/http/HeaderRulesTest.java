package dev.orrery.gateway.execution.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeaderRulesTest {
  private static final HeaderRules RULES =
      new HeaderRules(
          Set.of("Authorization", "x-user-id"),
          List.of(HeaderRules.pattern("x-acme-.*")),
          Map.of("X-Tenant", "x-org"),
          Set.of("x-acme-secret"),
          Map.of("X-Via", "orrery", "x-acme-fixed", "1"));

  private static Map<String, String> sent(HeaderRules rules, String... client) {
    List<ForwardedHeaders.Entry> entries = new java.util.ArrayList<>();
    for (int i = 0; i < client.length; i += 2) {
      entries.add(new ForwardedHeaders.Entry(client[i], client[i + 1]));
    }
    Map<String, String> sent = new java.util.HashMap<>();
    rules
        .apply(new ForwardedHeaders(entries))
        .entries()
        .forEach(e -> sent.put(e.name(), e.value()));
    return sent;
  }

  @Test
  void takesWhatIsNamedOrMatchesAndNothingElse() {
    assertThat(sent(RULES, "authorization", "a", "x-acme-b", "c", "x-other", "d"))
        .containsEntry("authorization", "a")
        .containsEntry("x-acme-b", "c")
        .doesNotContainKey("x-other");
  }

  @Test
  void renamesRemovesAndInserts() {
    assertThat(sent(RULES, "x-tenant", "t", "x-acme-secret", "s", "x-acme-fixed", "2"))
        .isEqualTo(Map.of("x-org", "t", "x-via", "orrery", "x-acme-fixed", "1"));
  }

  @Test
  void neverTakesAnIdentityFromAClient() {
    HeaderRules all =
        new HeaderRules(
            Set.of("x-forwarded-user"),
            List.of(HeaderRules.pattern(".*")),
            Map.of("remote-user", "x-name"),
            Set.of(),
            Map.of("x-user-id", "gateway"));
    assertThat(
            sent(
                all,
                "x-forwarded-user",
                "eve",
                "x-user-id",
                "eve",
                "remote-user",
                "eve",
                "host",
                "h",
                "content-length",
                "3",
                "x-fine",
                "1"))
        .isEqualTo(Map.of("x-fine", "1", "x-user-id", "gateway"));
  }

  @Test
  void letsTheRulesOfASubgraphWinOverThoseForAll() {
    HeaderRules own =
        new HeaderRules(
            Set.of("x-acme-secret"),
            List.of(),
            Map.of(),
            Set.of("authorization", "x-via"),
            Map.of("x-acme-fixed", "9"));
    assertThat(sent(RULES.and(own), "authorization", "a", "x-acme-secret", "s"))
        .isEqualTo(Map.of("x-acme-secret", "s", "x-acme-fixed", "9"));
  }
}
