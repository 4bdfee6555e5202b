package dev.orrery.kit.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Starts NATS before a `@QuarkusTest` and points the application at it. With the argument
/// `service` (`location`, `gateway`, ...) the application has that process's rights and no more;
/// without, it may do everything.
///
/// A field of type [NatsForTests] in the test receives the server, to break it.
public final class NatsResource implements QuarkusTestResourceLifecycleManager {
  private @Nullable String service;
  private @Nullable NatsForTests nats;

  @Override
  public void init(Map<String, String> arguments) {
    service = arguments.get("service");
  }

  @Override
  public Map<String, String> start() {
    var started = NatsForTests.start();
    nats = started;
    var login = service == null ? started.owner() : started.login(service);
    return Map.of(
        "orrery.nats.url", started.url(),
        "orrery.nats.user", login.user(),
        "orrery.nats.password", login.password(),
        "orrery.nats.monitoring-url", started.monitoringUrl());
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(
        Objects.requireNonNull(nats), field -> field.getType() == NatsForTests.class);
  }

  @Override
  public void stop() {
    if (nats != null) {
      nats.close();
      nats = null;
    }
  }
}
