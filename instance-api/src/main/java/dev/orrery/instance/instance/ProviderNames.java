package dev.orrery.instance.instance;

import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Names of providers, as the provider contract allows them: each is one token of NATS subjects.
@ApplicationScoped
class ProviderNames {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  private final String usual;

  ProviderNames(@ConfigProperty(name = "orrery.instance.default-provider") String usual) {
    if (!NAME.matcher(usual).matches()) {
      throw new IllegalArgumentException(
          "orrery.instance.default-provider: '%s' is not a provider's name".formatted(usual));
    }
    this.usual = usual;
  }

  /// @param given none for the usual one
  Answer<String> named(@Nullable String given, String path) {
    if (given == null) {
      return Answer.granted(usual);
    }
    return NAME.matcher(given).matches()
        ? Answer.granted(given)
        : Answer.refused(
            new InvalidArgument(
                path,
                "'%s' is not a provider's name: lower-case letters, digits and dashes"
                    .formatted(given)));
  }
}
