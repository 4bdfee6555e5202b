package dev.orrery.permissions.personalaccesstoken;

import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.MalformedIdException;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.page.Column;
import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.resource.Visibility;
import dev.orrery.permissions.oauth.Inspectable;
import dev.orrery.permissions.secret.OpaqueSecret;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/// What the kit must know of personal access tokens, and who finds one by its secret.
@ApplicationScoped
class PersonalAccessTokens implements Inspectable {
  /// Users see their own, operators all.
  private static final Visibility OWN =
      (viewer, parameters) ->
          viewer.platform()
              ? "true"
              : user(viewer.subject())
                  .map(id -> "t.user_id = " + parameters.bind(id))
                  .orElse("false");

  private static final ResourceType<PersonalAccessTokenRow> TYPE =
      ResourceType.of(
              "PersonalAccessToken",
              "personalAccessTokens",
              PersonalAccessTokenRow.PREFIX,
              "personal_access_token",
              PersonalAccessTokenRow.class)
          .filter("user", Column.reference("user_id", "user"))
          .filter("expiresAt", Column.moment("expires_at"))
          .order("EXPIRES_AT", "expires_at", "timestamptz")
          .visible(OWN)
          .changedBy((viewer, _, token) ->
              viewer.platform()
                  || (!viewer.limited()
                      && new TypeId("user", token.user()).toString().equals(viewer.subject())))
          .unique("personal_access_token_name_unique", "a personal access token's name");

  private final Database database;

  PersonalAccessTokens(Database database) {
    this.database = database.own();
  }

  @Produces
  @Singleton
  Resources<PersonalAccessTokenRow> personalAccessTokens(Resources.Factory resources) {
    return resources.of(TYPE);
  }

  static Optional<UUID> user(String subject) {
    try {
      return Optional.of(TypeId.parse(subject, "user").uuid());
    } catch (MalformedIdException noUser) {
      return Optional.empty();
    }
  }

  /// The token of a secret, when it is good now.
  Optional<PersonalAccessTokenRow> find(Transaction transaction, String secret) {
    if (!OpaqueSecret.PERSONAL_ACCESS_TOKEN.fits(secret)) {
      return Optional.empty();
    }
    return transaction
        .select(
            PersonalAccessTokenRow.class,
            Sql.of(
                    """
                    select t.* from personal_access_token t
                    where t.digest = :digest and t.expires_at > now()
                    """)
                .with("digest", OpaqueSecret.digest(secret)))
        .stream()
        .findFirst();
  }

  @Override
  public Optional<JsonObject> inspect(String token) {
    return database
        .read(transaction -> find(transaction, token))
        .map(found ->
            new JsonObject()
                .put("active", true)
                .put("token_type", "personal_access_token")
                .put("jti", new TypeId(PersonalAccessTokenRow.PREFIX, found.id()).toString())
                .put("sub", new TypeId("user", found.user()).toString())
                .put("scope", found.scope().toString())
                .put("exp", found.expiresAt().getEpochSecond()));
  }
}
