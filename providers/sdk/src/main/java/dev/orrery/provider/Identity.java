package dev.orrery.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a provider announces of itself.
///
/// @param name one token of every subject it uses: lower case letters, digits and dashes
/// @param kinds what sort of things it makes, such as `compute`
/// @param version the provider's own version
/// @param capabilities verbs it knows, and actions as `act:<name>`
/// @param locations ids of the locations it serves; empty means all
/// @param organizations ids of the organizations it serves; empty means all
/// @param publicKey none: secrets are sealed to the key that the runner announces
public record Identity(
    String name,
    List<String> kinds,
    String version,
    List<String> capabilities,
    List<String> locations,
    List<String> organizations,
    @Nullable String publicKey) {

  private static final String SECRETS = "secrets:1";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  public Identity {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a provider's name is lower case letters, digits and dashes: " + name);
    }
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("a provider has at least one kind");
    }
    kinds = List.copyOf(kinds);
    capabilities = List.copyOf(capabilities);
    locations = List.copyOf(locations);
    organizations = List.copyOf(organizations);
  }

  /// One kind, everywhere, for everyone, with no action.
  public static Identity of(String name, String kind, String version) {
    return new Identity(
        name,
        List.of(kind),
        version,
        List.of("ensure", "remove", "observe"),
        List.of(),
        List.of(),
        null);
  }

  /// The same under the name that `ORRERY_PROVIDER_NAME` gives, where it does.
  public Identity named(Map<String, String> environment) {
    var other = environment.getOrDefault("ORRERY_PROVIDER_NAME", name);
    return new Identity(other, kinds, version, capabilities, locations, organizations, publicKey);
  }

  /// Announces the named actions too.
  public Identity withActions(String... actions) {
    var identity = this;
    for (var action : actions) {
      identity = identity.withCapability("act:" + action);
    }
    return identity;
  }

  /// Takes secrets: the runner makes a key, announces it, and opens what is sealed to it.
  public Identity takingSecrets() {
    return withCapability(SECRETS);
  }

  /// Whether it takes secrets.
  public boolean takesSecrets() {
    return capabilities.contains(SECRETS);
  }

  /// Announces that capability too.
  public Identity withCapability(String capability) {
    var all = new ArrayList<>(capabilities);
    all.add(capability);
    return new Identity(name, kinds, version, all, locations, organizations, publicKey);
  }
}
