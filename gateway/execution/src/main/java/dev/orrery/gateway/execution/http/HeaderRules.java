package dev.orrery.gateway.execution.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What becomes of a client's headers on their way to a subgraph: first those that are named or
/// match a pattern are taken, then renamed; then some are removed and others inserted.
///
/// Headers in which proxies tell who a client is are never taken from a client, whatever the rules
/// say: a subgraph may trust them. Nor are those that belong to one connection or one body.
///
/// @param forward names to take
/// @param matching patterns of whole names to take
/// @param rename the name for the subgraph, by the client's name; these are taken, too
/// @param remove names not to send
/// @param insert values to send, by name, in place of a client's
public record HeaderRules(
    Set<String> forward,
    List<Pattern> matching,
    Map<String, String> rename,
    Set<String> remove,
    Map<String, String> insert) {
  private static final Pattern NEVER =
      Pattern.compile(
          "host|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|expect"
              + "|content-.*|accept(-.*)?|sec-.*"
              + "|x-user(-.*)?|x-auth-.*|x-authenticated-.*|x-forwarded-(user|email|groups|preferred-username|access-token)"
              + "|(x-)?remote-.*|x-webauth-.*|x-orrery-.*|x-ms-client-principal.*|x-goog-authenticated-.*|x-amzn-oidc-.*");

  public HeaderRules {
    forward = lower(forward);
    matching = List.copyOf(matching);
    rename = lower(rename);
    remove = lower(remove);
    insert = lower(insert);
  }

  /// Takes these headers as they are.
  public static HeaderRules forwarding(Set<String> names) {
    return new HeaderRules(names, List.of(), Map.of(), Set.of(), Map.of());
  }

  /// A pattern for [#matching()].
  ///
  /// @throws java.util.regex.PatternSyntaxException when it is none
  public static Pattern pattern(String text) {
    return Pattern.compile(text, Pattern.CASE_INSENSITIVE);
  }

  private static Set<String> lower(Set<String> names) {
    Set<String> lower = new LinkedHashSet<>();
    names.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
    return lower;
  }

  private static Map<String, String> lower(Map<String, String> byName) {
    Map<String, String> lower = new LinkedHashMap<>();
    byName.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    return lower;
  }

  /// These rules with others added; where both name a header, the others win.
  public HeaderRules and(HeaderRules other) {
    Set<String> allForward = new LinkedHashSet<>(forward);
    allForward.addAll(other.forward);
    List<Pattern> allMatching = new ArrayList<>(matching);
    allMatching.addAll(other.matching);
    Map<String, String> allRename = new LinkedHashMap<>(rename);
    allRename.putAll(other.rename);
    Set<String> allRemove = new LinkedHashSet<>(remove);
    allRemove.removeAll(other.forward);
    allRemove.addAll(other.remove);
    Map<String, String> allInsert = new LinkedHashMap<>(insert);
    other.remove.forEach(allInsert::remove);
    allInsert.putAll(other.insert);
    return new HeaderRules(allForward, allMatching, allRename, allRemove, allInsert);
  }

  /// Whether a client's header is taken.
  ///
  /// @param name in lower case
  public boolean takes(String name) {
    return (forward.contains(name)
            || rename.containsKey(name)
            || matching.stream().anyMatch(pattern -> pattern.matcher(name).matches()))
        && !NEVER.matcher(name).matches();
  }

  /// What the subgraph gets of these.
  public ForwardedHeaders apply(ForwardedHeaders client) {
    Map<String, String> sent = new LinkedHashMap<>();
    for (ForwardedHeaders.Entry entry : client.entries()) {
      if (takes(entry.name())) {
        sent.put(rename.getOrDefault(entry.name(), entry.name()), entry.value());
      }
    }
    remove.forEach(sent::remove);
    sent.putAll(insert);
    List<ForwardedHeaders.Entry> entries = new ArrayList<>(sent.size());
    sent.forEach((name, value) -> entries.add(new ForwardedHeaders.Entry(name, value)));
    return new ForwardedHeaders(entries);
  }

  /// Whether the outcome is what a client's headers were selected by anyway.
  public boolean only(Set<String> names) {
    return matching.isEmpty()
        && rename.isEmpty()
        && remove.isEmpty()
        && insert.isEmpty()
        && forward.equals(lower(names));
  }
}
