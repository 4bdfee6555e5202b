package dev.orrery.gateway.execution.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Values of `cache-control` (RFC 9111).
final class CacheControl {
  private static final List<String> RESTRICTIONS =
      List.of("private", "no-cache", "no-transform", "must-revalidate", "proxy-revalidate");

  private CacheControl() {}

  /// The value that allows no more than any of these does.
  static String strictest(List<String> values) {
    Map<String, Integer> flags = new LinkedHashMap<>();
    Map<String, Long> ages = new TreeMap<>();
    for (String value : values) {
      for (String part : value.toLowerCase(Locale.ROOT).split(",")) {
        String[] directive = part.trim().split("=", 2);
        if (directive.length == 1) {
          flags.merge(directive[0], 1, Integer::sum);
        } else if (directive[0].equals("max-age") || directive[0].equals("s-maxage")) {
          ages.merge(directive[0], seconds(directive[1]), Math::min);
        } else {
          flags.merge(directive[0], 1, Integer::sum);
        }
      }
    }
    boolean aged = values.stream().allMatch(v -> v.toLowerCase(Locale.ROOT).contains("max-age="));
    if (flags.containsKey("no-store") || !(aged || flags.containsKey("no-cache"))) {
      return "no-store";
    }
    List<String> all = new ArrayList<>();
    RESTRICTIONS.stream().filter(flags::containsKey).forEach(all::add);
    if (flags.getOrDefault("public", 0) == values.size()) {
      all.add("public");
    }
    Long age = ages.get("max-age");
    if (aged && age != null) {
      all.add("max-age=" + age);
      Long shared = ages.get("s-maxage");
      if (shared != null && !flags.containsKey("private")) {
        all.add("s-maxage=" + Math.min(age, shared));
      }
    }
    return String.join(", ", all);
  }

  private static long seconds(String text) {
    try {
      return Math.max(0, Long.parseLong(text.trim().replace("\"", "")));
    } catch (NumberFormatException e) {
      return 0; // RFC 9111, 4.2.1: what makes no sense is stale
    }
  }
}
