package dev.orrery.handlers.secret;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.MalformedIdException;
import dev.orrery.kit.ids.TypeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The secrets that go along with an order, sealed as they were when they came in.
@ApplicationScoped
public class SealedSecrets {

  /// What goes along, or the first that cannot.
  ///
  /// @param sealed by the names under which the resource uses them
  /// @param unusable such a name, and why; null when there is none
  public record Found(Map<String, String> sealed, @Nullable String unusable) {}

  /// @param ids of secrets, by the names under which the resource uses them
  /// @param refused those of them that whoever asked for them may not use: as good as absent
  public Found of(
      Transaction transaction,
      Map<String, String> ids,
      Set<String> refused,
      @Nullable UUID organization,
      String provider) {
    var sealed = new TreeMap<String, String>();
    for (var each : ids.entrySet()) {
      var found =
          refused.contains(each.getValue())
              ? Optional.<String>empty()
              : find(transaction, each.getValue(), organization, provider);
      if (found.isEmpty()) {
        return new Found(
            Map.of(),
            "the organization has no secret %s for %s, which is to be '%s'"
                .formatted(each.getValue(), provider, each.getKey()));
      }
      sealed.put(each.getKey(), found.get());
    }
    return new Found(sealed, null);
  }

  private static Optional<String> find(
      Transaction transaction, String id, @Nullable UUID organization, String provider) {
    UUID secret;
    try {
      secret = TypeId.parse(id, Secret.PREFIX).uuid();
    } catch (MalformedIdException none) {
      return Optional.empty();
    }
    return transaction
        .rows(
            Sql.of(
                    """
                    select sealed from secret
                    where id = :id and organization = :organization and provider = :provider
                    """)
                .with("id", secret)
                .with("organization", organization == null ? new UUID(0, 0) : organization)
                .with("provider", provider))
        .stream()
        .map(row -> (String) Objects.requireNonNull(row[0]))
        .findFirst();
  }
}
