package dev.orrery.gateway.server.graph;

import dev.orrery.gateway.execution.http.AnswerHeaders;
import dev.orrery.gateway.execution.http.ForwardedHeaders;
import dev.orrery.gateway.execution.http.HeaderRules;
import dev.orrery.gateway.server.GatewayConfig;
import dev.orrery.gateway.server.GatewayConfig.HeaderSettings;
import io.vertx.core.MultiMap;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The configured rules about headers.
@ApplicationScoped
public class HeaderConfig {
  private final HeaderRules forAll;
  private final Map<String, HeaderRules> bySubgraph = new LinkedHashMap<>();
  private final Set<String> names;
  private final boolean plain;
  private final AnswerHeaders answers;

  HeaderConfig(GatewayConfig config) {
    this.answers =
        new AnswerHeaders(
            config.headers().respond().orElse(Set.of()), config.headers().carry().orElse(Set.of()));
    this.names = Set.copyOf(config.forwardHeaders());
    this.forAll = HeaderRules.forwarding(names).and(rules("gateway.headers", config.headers()));
    config
        .headers()
        .subgraph()
        .forEach((name, settings) ->
            bySubgraph.put(name, forAll.and(rules("gateway.headers.subgraph." + name, settings))));
    this.plain =
        forAll.only(names) && bySubgraph.values().stream().allMatch(rules -> rules.only(names));
  }

  private static HeaderRules rules(String setting, HeaderSettings settings) {
    List<Pattern> patterns = new ArrayList<>();
    for (String pattern : settings.matching().orElse(List.of())) {
      try {
        patterns.add(HeaderRules.pattern(pattern));
      } catch (PatternSyntaxException e) {
        throw new IllegalStateException(
            "%s.matching: %s is no regular expression: %s"
                .formatted(setting, pattern, e.getDescription()),
            e);
      }
    }
    return new HeaderRules(
        settings.forward().orElse(Set.of()),
        patterns,
        settings.rename(),
        settings.remove().orElse(Set.of()),
        settings.insert());
  }

  /// Headers of subgraphs' answers that matter.
  AnswerHeaders answers() {
    return answers;
  }

  HeaderRules forSubgraph(String name) {
    return bySubgraph.getOrDefault(name, forAll);
  }

  /// The client's headers that any subgraph gets to see.
  public ForwardedHeaders select(MultiMap client, String traceparent) {
    if (plain) {
      return ForwardedHeaders.select(
          names, name -> name.equals("traceparent") ? traceparent : client.get(name));
    }
    Map<String, String> taken = new LinkedHashMap<>();
    for (Map.Entry<String, String> header : client) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (forAll.takes(name) || bySubgraph.values().stream().anyMatch(rules -> rules.takes(name))) {
        taken.putIfAbsent(name, header.getValue());
      }
    }
    if (forAll.takes("traceparent")) {
      taken.put("traceparent", traceparent);
    }
    List<ForwardedHeaders.Entry> entries = new ArrayList<>(taken.size());
    taken.forEach((name, value) -> entries.add(new ForwardedHeaders.Entry(name, value)));
    return new ForwardedHeaders(entries);
  }
}
