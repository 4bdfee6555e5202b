package dev.orrery.gateway.execution.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// What the client gets to see of the headers of subgraphs' answers, gathered over all calls of one
/// operation. Of several values the first counts, except that
///
/// - of a carried header ([AnswerHeaders#carried]) the greatest counts,
/// - `cache-control` becomes the strictest of all, and `no-store` as soon as one call brings none,
/// - `set-cookie` keeps every value.
public final class ResponseHeaders {
  private final Set<String> names;
  private final Set<String> carried;
  private final Map<String, List<String>> values = new LinkedHashMap<>();
  private final Map<String, Long> greatest = new LinkedHashMap<>();
  private final List<String> cacheControls = new ArrayList<>();
  private boolean uncacheable;

  public ResponseHeaders(AnswerHeaders wanted) {
    this.names = wanted.shown();
    this.carried = wanted.carried();
  }

  /// Takes those of one call; of a call that failed there are none.
  public void add(List<ForwardedHeaders.Entry> headers) {
    carry(headers);
    if (names.isEmpty()) {
      return;
    }
    boolean cacheable = false;
    Map<String, List<String>> own = new LinkedHashMap<>();
    for (ForwardedHeaders.Entry header : headers) {
      if (header.name().equals("cache-control")) {
        cacheControls.add(header.value());
        cacheable = true;
      } else if (!carried.contains(header.name())) {
        own.computeIfAbsent(header.name(), _ -> new ArrayList<>()).add(header.value());
      }
    }
    uncacheable |= !cacheable;
    own.forEach((name, all) -> {
      if (name.equals("set-cookie")) {
        values.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(all);
      } else {
        values.putIfAbsent(name, List.of(all.getFirst()));
      }
    });
  }

  private void carry(List<ForwardedHeaders.Entry> headers) {
    if (carried.isEmpty()) {
      return;
    }
    for (ForwardedHeaders.Entry header : headers) {
      if (carried.contains(header.name())) {
        number(header.value()).ifPresent(value -> greatest.merge(header.name(), value, Math::max));
      }
    }
  }

  private static OptionalLong number(String value) {
    try {
      return OptionalLong.of(Long.parseLong(value));
    } catch (NumberFormatException none) {
      return OptionalLong.empty(); // whoever sends it breaks the rule of the header, not the answer
    }
  }

  /// What the next call sends: the client's headers, and those carried from the calls before.
  public ForwardedHeaders onto(ForwardedHeaders client) {
    ForwardedHeaders sent = client;
    for (Map.Entry<String, Long> header : greatest.entrySet()) {
      long known =
          client.entries().stream()
              .filter(entry -> entry.name().equals(header.getKey()))
              .map(entry -> number(entry.value()))
              .flatMapToLong(OptionalLong::stream)
              .findFirst()
              .orElse(Long.MIN_VALUE);
      if (header.getValue() > known) {
        sent = sent.with(header.getKey(), Long.toString(header.getValue()));
      }
    }
    return sent;
  }

  /// Those of the whole response.
  ///
  /// @param complete without errors: what is missing now may be there a moment later
  public List<ForwardedHeaders.Entry> gathered(boolean complete) {
    List<ForwardedHeaders.Entry> all = new ArrayList<>();
    values.forEach(
        (name, list) -> list.forEach(value -> all.add(new ForwardedHeaders.Entry(name, value))));
    greatest.forEach(
        (name, value) -> all.add(new ForwardedHeaders.Entry(name, Long.toString(value))));
    if (names.contains("cache-control") && (uncacheable || !cacheControls.isEmpty())) {
      all.add(
          new ForwardedHeaders.Entry(
              "cache-control",
              uncacheable || !complete ? "no-store" : CacheControl.strictest(cacheControls)));
    }
    return all;
  }
}
