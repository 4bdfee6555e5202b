package dev.orrery.kit.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Starts PostgreSQL before a `@QuarkusTest` and points the application at it:
/// `@WithTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service",
/// value = "ipam"))`.
///
/// A field of type [PostgresForTests] in the test receives the server, to break it.
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {
  private String service = "";
  private @Nullable PostgresForTests postgres;

  @Override
  public void init(Map<String, String> arguments) {
    service =
        Objects.requireNonNull(
            arguments.get("service"), "PostgresResource wants the argument `service`");
  }

  @Override
  public Map<String, String> start() {
    var started = PostgresForTests.start();
    postgres = started;
    var login = started.login(service);
    var owner = started.ownerOf(service);
    return Map.of(
        "orrery.database.url", started.url(),
        "orrery.database.user", login.user(),
        "orrery.database.password", login.password(),
        "orrery.database.owner", owner.user(),
        "orrery.database.owner-password", owner.password());
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(
        Objects.requireNonNull(postgres), field -> field.getType() == PostgresForTests.class);
  }

  @Override
  public void stop() {
    if (postgres != null) {
      postgres.close();
      postgres = null;
    }
  }
}
