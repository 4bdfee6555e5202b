package dev.orrery.gateway.execution.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the client gets to see of the headers of subgraphs' answers, gathered over all calls of one
/// operation. Of several values the first counts, except that
///
/// - `cache-control` becomes the strictest of all, and `no-store` as soon as one call brings none,
/// - `set-cookie` keeps every value.
public final class ResponseHeaders {
  private final Set<String> names;
  private final Map<String, List<String>> values = new LinkedHashMap<>();
  private final List<String> cacheControls = new ArrayList<>();
  private boolean uncacheable;

  /// @param names in lower case; none gathers nothing
  public ResponseHeaders(Set<String> names) {
    this.names = names;
  }

  /// Takes those of one call; of a call that failed there are none.
  public void add(List<ForwardedHeaders.Entry> headers) {
    if (names.isEmpty()) {
      return;
    }
    boolean cacheable = false;
    Map<String, List<String>> own = new LinkedHashMap<>();
    for (ForwardedHeaders.Entry header : headers) {
      if (header.name().equals("cache-control")) {
        cacheControls.add(header.value());
        cacheable = true;
      } else {
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

  /// Those of the whole response.
  ///
  /// @param complete without errors: what is missing now may be there a moment later
  public List<ForwardedHeaders.Entry> gathered(boolean complete) {
    List<ForwardedHeaders.Entry> all = new ArrayList<>();
    values.forEach(
        (name, list) -> list.forEach(value -> all.add(new ForwardedHeaders.Entry(name, value))));
    if (names.contains("cache-control") && (uncacheable || !cacheControls.isEmpty())) {
      all.add(
          new ForwardedHeaders.Entry(
              "cache-control",
              uncacheable || !complete ? "no-store" : CacheControl.strictest(cacheControls)));
    }
    return all;
  }
}
