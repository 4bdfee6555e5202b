package dev.orrery.provider.containers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which engine, and what containers there look like.
///
/// @param provider name of the provider
/// @param scope what names of containers begin with; several houses may share one engine, each with
///   a scope of its own
/// @param engine such as `unix:///run/podman/podman.sock`
/// @param network of the containers that have an address; made when it is missing
/// @param subnets of that network, when it has to be made
/// @param images which image of the engine is meant by a name in the record; `*` means any other
/// @param pulls whether an image that the engine does not have is fetched
/// @param stopPatience how long a container may take to end by itself
record ContainerSettings(
    String provider,
    String scope,
    String engine,
    String network,
    List<Subnet> subnets,
    Map<String, String> images,
    boolean pulls,
    Duration stopPatience) {

  static ContainerSettings fromEnvironment(Map<String, String> environment) {
    return new ContainerSettings(
        environment.getOrDefault(
            "ORRERY_PROVIDER_NAME",
            environment.getOrDefault("ORRERY_CONTAINERS_NAME", "containers")),
        environment.getOrDefault("ORRERY_CONTAINERS_SCOPE", "orrery"),
        engine(environment),
        environment.getOrDefault("ORRERY_CONTAINERS_NETWORK", "orrery"),
        words(environment.getOrDefault("ORRERY_CONTAINERS_SUBNETS", "10.77.0.0/16"))
            .map(Subnet::parse)
            .toList(),
        images(environment.getOrDefault("ORRERY_CONTAINERS_IMAGES", "")),
        environment.getOrDefault("ORRERY_CONTAINERS_PULL", "missing").equals("missing"),
        Duration.ofSeconds(
            Long.parseLong(environment.getOrDefault("ORRERY_CONTAINERS_STOP_SECONDS", "10"))));
  }

  /// The same in another scope.
  ContainerSettings scoped(String other) {
    return new ContainerSettings(
        provider, other, engine, network, subnets, images, pulls, stopPatience);
  }

  /// What the engine calls the image of that name.
  String imageOf(String name) {
    var own = images.get(name);
    return own != null ? own : images.getOrDefault("*", name);
  }

  private static String engine(Map<String, String> environment) {
    var said = environment.getOrDefault("ORRERY_CONTAINERS_ENGINE", environment.get("DOCKER_HOST"));
    return said != null
        ? said
        : Stream.of(
                "/run/podman/podman.sock",
                environment.getOrDefault("XDG_RUNTIME_DIR", "/run") + "/podman/podman.sock",
                "/var/run/docker.sock")
            .filter(socket -> Files.exists(Path.of(socket)))
            .findFirst()
            .map(socket -> "unix://" + socket)
            .orElse("unix:///var/run/docker.sock");
  }

  private static Map<String, String> images(String text) {
    var images = new LinkedHashMap<String, String>();
    words(text)
        .forEach(pair -> {
          int equals = pair.indexOf('=');
          if (equals < 1) {
            throw new IllegalArgumentException(
                "ORRERY_CONTAINERS_IMAGES holds pairs name=image, not " + pair);
          }
          images.put(pair.substring(0, equals), pair.substring(equals + 1));
        });
    return Map.copyOf(images);
  }

  private static Stream<String> words(@Nullable String text) {
    return text == null
        ? Stream.of()
        : Arrays.stream(text.split(",")).map(String::strip).filter(word -> !word.isEmpty());
  }
}
