package dev.orrery.kit.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.Map;

/// Makes a signing key before a `@QuarkusTest` and shows the application its public half.
///
/// A field of type [TokensForTests] in the test receives the signer.
public final class TokensResource implements QuarkusTestResourceLifecycleManager {
  private final TokensForTests tokens = TokensForTests.withNewKey();

  @Override
  public Map<String, String> start() {
    Path file = Repository.temporary("jwks").resolve("jwks.json");
    tokens.writeJwks(file);
    return Map.of("orrery.jwks", file.toString());
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(tokens, field -> field.getType() == TokensForTests.class);
  }

  @Override
  public void stop() {}
}
