package dev.orrery.handlers.secret;

import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.access.policy.Columns;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.AlreadyExists;
import dev.orrery.kit.subgraph.error.CommonError.Forbidden;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.error.CommonError.NotFound;
import dev.orrery.kit.subgraph.error.CommonError.StaleVersion;
import dev.orrery.kit.subgraph.page.Column;
import dev.orrery.kit.subgraph.page.Cursors;
import dev.orrery.kit.subgraph.resource.Pages;
import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.resource.Visibility;
import dev.orrery.kit.subgraph.wiring.Request;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import dev.orrery.provider.secrets.Seal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/// Secrets in the graph: their values go in and never come out.
@ApplicationScoped
class SecretFields implements SubgraphPart {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 _.-]{0,62}");
  private static final ResourceType<Secret> TYPE =
      ResourceType.bare(
              "Secret",
              "secrets",
              Secret.PREFIX,
              "secret",
              Secret.class,
              Visibility.of("secret.read", new Columns("t.organization", null, "t.id", null)))
          .filter("organization", Column.reference("organization", "org"))
          .filter("name", Column.text("name"))
          .filter("provider", Column.text("provider"))
          .filter("keyId", Column.text("key_id"))
          .order("NAME", "name", "text");

  private static final InvalidArgument IN_THE_DOCUMENT =
      new InvalidArgument(
          "input.value", "give a secret as a variable: the document is no place for it");

  private final Database database;
  private final Secrets secrets;
  private final Pages<Secret> pages;

  SecretFields(Database database, Cursors cursors, Secrets secrets) {
    this.database = database;
    this.secrets = secrets;
    this.pages = new Pages<>(TYPE, database, cursors);
  }

  @Override
  public void wire(Wiring wiring) {
    wiring
        .scalar(SecretText.TYPE)
        .entity("Secret", pages::findAll)
        .query(
            "secret",
            request -> {
              var id = request.id("id");
              return pages.findAll(Set.of(id), request.viewer()).get(id);
            })
        .query("secrets", request -> pages.page(request.viewer(), request.pageRequest()))
        .mutation("createSecret", this::create)
        .mutation("updateSecret", this::update)
        .mutation("deleteSecret", this::delete);
  }

  private Answer<Map<String, Object>> create(Request request) {
    var viewer = request.viewer();
    var organization = TypeId.parse(text(request, "organization"));
    var whole = Target.in(organization.uuid());
    if (!viewer.may("secret.create", whole)) {
      return Answer.refused(
          viewer.may("organization.read", whole)
              ? new Forbidden("keep secrets in", organization.toString())
              : new NotFound("organization", organization.toString()));
    }
    var name = text(request, "name");
    if (!NAME.matcher(name).matches()) {
      return Answer.refused(
          new InvalidArgument(
              "input.name",
              "a name is 1 to 63 letters, digits, blanks, dots, dashes, underscores"));
    }
    if (text(request, "value").isEmpty()) {
      return Answer.refused(IN_THE_DOCUMENT);
    }
    var provider = text(request, "provider");
    return database.inTransaction(transaction -> {
      var key = secrets.keyOf(transaction, provider, organization.uuid());
      if (key.isEmpty()) {
        return Answer.refused(new SecretError.ProviderHasNoKey(provider));
      }
      if (secrets.isTaken(transaction, organization.uuid(), provider, name)) {
        return Answer.refused(
            new AlreadyExists("a secret's name in its organization and at its provider"));
      }
      var now = Secrets.now();
      var secret = new Secret();
      secret.id = TypeId.generate(Secret.PREFIX).uuid();
      secret.organization = organization.uuid();
      secret.name = name;
      secret.provider = provider;
      secret.keyId = key.get().kid();
      secret.sealed = Seal.seal(text(request, "value"), key.get(), provider);
      secret.version = 1;
      secret.createdAt = now;
      secret.updatedAt = now;
      secrets.create(transaction, secret, viewer.subject());
      return Answer.granted(Map.of("secret", secret.snapshot()));
    });
  }

  private Answer<Map<String, Object>> update(Request request) {
    var actor = request.viewer().subject();
    if (text(request, "value").isEmpty()) {
      return Answer.refused(IN_THE_DOCUMENT);
    }
    return changed(
        request,
        "secret.update",
        (transaction, secret) ->
            secrets
                .keyOf(transaction, secret.provider, secret.organization)
                .<Answer<Map<String, Object>>>map(key -> {
                  var sealed = Seal.seal(text(request, "value"), key, secret.provider);
                  secrets.reseal(transaction, secret, key, sealed, actor);
                  return Answer.granted(Map.of("secret", secret.snapshot()));
                })
                .orElseGet(
                    () -> Answer.refused(new SecretError.ProviderHasNoKey(secret.provider))));
  }

  private Answer<Map<String, Object>> delete(Request request) {
    return changed(
        request,
        "secret.delete",
        (transaction, secret) -> {
          secrets.delete(transaction, secret, request.viewer().subject());
          return Answer.granted(Map.of("secret", secret.snapshot()));
        });
  }

  /// Changes one that is locked and may be changed.
  private interface Change {
    Answer<Map<String, Object>> apply(Transaction transaction, Secret secret);
  }

  private Answer<Map<String, Object>> changed(Request request, String action, Change change) {
    var id = TypeId.parse(text(request, "id"));
    Viewer viewer = request.viewer();
    if (!pages.findAll(Set.of(id.uuid()), viewer).containsKey(id.uuid())) {
      return Answer.refused(new NotFound("secret", id.toString()));
    }
    return database.inTransaction(transaction -> {
      var found = secrets.lock(transaction, id.uuid());
      if (found.isEmpty()) {
        return Answer.refused(new NotFound("secret", id.toString()));
      }
      var secret = found.get();
      if (!viewer.may(action, target(secret))) {
        return Answer.refused(new Forbidden("change", id.toString()));
      }
      int version = (Integer) Objects.requireNonNull(request.input().get("version"));
      return version == secret.version
          ? change.apply(transaction, secret)
          : Answer.refused(new StaleVersion(id, version, secret.version));
    });
  }

  private static Target target(Secret secret) {
    return new Target(secret.organization, null, secret.id, Map.of());
  }

  private static String text(Request request, String field) {
    return String.valueOf(Objects.requireNonNull(request.input().get(field), field));
  }
}
