package dev.orrery.gateway.server.auth;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who a good token says that its bearer is.
///
/// @param authenticated whether there was a token, and it was good
/// @param claims of the token, JSON values by name
public record Identity(boolean authenticated, Map<String, Object> claims) {
  public static final Identity ANONYMOUS = new Identity(false, Map.of());

  public Identity {
    claims = Collections.unmodifiableMap(new LinkedHashMap<>(claims));
  }

  /// The texts of several claims: each a list of texts, or one text with spaces between.
  public Set<String> texts(List<String> names) {
    Set<String> texts = new LinkedHashSet<>();
    for (String name : names) {
      switch (claims.get(name)) {
        case String text -> {
          for (String part : text.trim().split("\\s+")) {
            if (!part.isEmpty()) {
              texts.add(part);
            }
          }
        }
        case List<?> list -> list.forEach(item -> texts.add(String.valueOf(item)));
        case null, default -> {}
      }
    }
    return texts;
  }
}
