package dev.orrery.gateway.execution.http;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The client's headers that subgraphs get to see.
///
/// An allow list: whatever is not named is dropped, so that no client can claim an identity in a
/// header that a subgraph trusts.
///
/// @param entries names in lower case
public record ForwardedHeaders(List<Entry> entries) {
  public static final ForwardedHeaders NONE = new ForwardedHeaders(List.of());

  /// The headers that travel on unless configured otherwise.
  public static final Set<String> STANDARD = Set.of("authorization", "traceparent", "tracestate");

  // They say who or what the request is for tracing, and change no answer.
  private static final Set<String> WITHOUT_EFFECT = Set.of("traceparent", "tracestate");

  public ForwardedHeaders {
    entries = List.copyOf(entries);
  }

  public record Entry(String name, String value) {}

  /// Takes the allowed headers that the client sent.
  public static ForwardedHeaders select(
      Set<String> allowed, Function<String, @Nullable String> clientHeader) {
    List<Entry> entries = new ArrayList<>(allowed.size());
    for (String name : new LinkedHashSet<>(allowed)) {
      String value = clientHeader.apply(name);
      if (value != null) {
        entries.add(new Entry(name.toLowerCase(Locale.ROOT), value));
      }
    }
    return new ForwardedHeaders(entries);
  }

  /// These headers, with one replaced or added.
  public ForwardedHeaders with(String name, String value) {
    List<Entry> changed = new ArrayList<>(entries.size() + 1);
    for (Entry entry : entries) {
      if (!entry.name.equals(name)) {
        changed.add(entry);
      }
    }
    changed.add(new Entry(name, value));
    return new ForwardedHeaders(changed);
  }

  /// Everything here that may change a subgraph's answer.
  public List<Entry> identity() {
    List<Entry> identity = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      if (!WITHOUT_EFFECT.contains(entry.name)) {
        identity.add(entry);
      }
    }
    identity.sort(java.util.Comparator.comparing(Entry::name));
    return identity;
  }
}
