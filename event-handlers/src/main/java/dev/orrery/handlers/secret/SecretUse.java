package dev.orrery.handlers.secret;

import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.ids.MalformedIdException;
import dev.orrery.kit.ids.TypeId;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who may have which secrets used.
public final class SecretUse {
  private SecretUse() {}

  /// Those of some secrets that somebody may not have used, whether or not they are there.
  ///
  /// @param ids of secrets
  /// @param organization whose they would be; null for the platform's own
  public static Set<String> refusedTo(
      Viewer somebody, Collection<String> ids, @Nullable UUID organization) {
    var refused = new TreeSet<String>();
    for (var id : ids) {
      if (!isAllowed(somebody, id, organization)) {
        refused.add(id);
      }
    }
    return refused;
  }

  private static boolean isAllowed(Viewer somebody, String id, @Nullable UUID organization) {
    if (organization == null) {
      return somebody.platform();
    }
    try {
      var secret = TypeId.parse(id, Secret.PREFIX).uuid();
      return somebody.may("secret.use", new Target(organization, null, secret, Map.of()));
    } catch (MalformedIdException none) {
      return false;
    }
  }
}
