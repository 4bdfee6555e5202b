package dev.orrery.provider.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.orrery.provider.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The engine's API, as far as instances need it. Every method speaks to the engine, and throws
/// docker-java's exceptions: those of [com.github.dockerjava.api.exception.DockerException] when
/// the engine refused, others when it could not be reached or did not answer.
final class Engine implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Engine.class.getName());
  private static final long CPU_PERIOD = 100_000;
  private static final long MEBIBYTE = 1024 * 1024;

  /// More than the runner works on at a time.
  private static final int CONNECTIONS = 100;

  /// How often a list is asked for that other containers' ends prevent.
  private static final int LISTS = 5;

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final Map<String, String> LOG_LIMITS = Map.of("max-size", "10m");

  private final ContainerSettings settings;
  private final DockerClient docker;
  private final ReentrantLock makingNetwork = new ReentrantLock();

  Engine(ContainerSettings settings) {
    this.settings = settings;
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(settings.engine())
            .build();
    this.docker =
        DockerClientImpl.getInstance(
            config,
            new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .sslConfig(config.getSSLConfig())
                .maxConnections(CONNECTIONS)
                .connectionTimeout(CONNECT)
                .responseTimeout(ANSWER)
                .build());
  }

  /// A resource's container has this name, so that there is never a second one.
  String nameOf(String resource) {
    return settings.scope() + "-" + resource;
  }

  /// The container of a resource: the one that is named after it, or else those that somebody
  /// labelled with its id.
  List<Found> find(String resource) {
    var named = inspect(nameOf(resource));
    if (named.isPresent()) {
      return List.of(named.get());
    }
    return labelled(resource).stream()
        .map(Container::getId)
        .map(this::inspect)
        .flatMap(Optional::stream)
        .filter(this::isInScope)
        .toList();
  }

  private List<Container> labelled(String resource) {
    for (int asked = 1; ; asked++) {
      try {
        return docker
            .listContainersCmd()
            .withShowAll(true)
            .withLabelFilter(Map.of(Labels.RESOURCE, resource))
            .exec();
      } catch (InternalServerErrorException refused) {
        // Podman fails the whole list when one of them goes while it is written.
        if (!saysItIsGone(refused) || asked == LISTS) {
          throw refused;
        }
      }
    }
  }

  private boolean isInScope(Found found) {
    return found.labels().getOrDefault(Labels.SCOPE, settings.scope()).equals(settings.scope());
  }

  private Optional<Found> inspect(String container) {
    try {
      return Optional.of(
          Found.of(docker.inspectContainerCmd(container).exec(), settings.provider()));
    } catch (NotFoundException | InternalServerErrorException refused) {
      if (saysItIsGone(refused)) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  /// Podman answers 404 for a container that was gone before, and 500 for one that goes while it
  /// works on the question.
  private static boolean saysItIsGone(DockerException refused) {
    return refused instanceof NotFoundException
        || String.valueOf(refused.getMessage()).contains("\"cause\":\"no such container\"");
  }

  boolean hasImage(String name) {
    try {
      docker.inspectImageCmd(settings.imageOf(name)).exec();
      return true;
    } catch (NotFoundException absent) {
      return false;
    }
  }

  /// Waits until the image is there.
  ///
  /// @throws com.github.dockerjava.api.exception.DockerClientException when it cannot be had
  void pull(String name) throws InterruptedException {
    docker
        .pullImageCmd(settings.imageOf(name))
        .exec(new ResultCallback.Adapter<PullResponseItem>())
        .awaitCompletion();
  }

  /// The subnets of the network for addresses, which is made when it is missing.
  List<Subnet> subnets() {
    makingNetwork.lock();
    try {
      return subnetsOf(network());
    } finally {
      makingNetwork.unlock();
    }
  }

  private Network network() {
    try {
      return docker.inspectNetworkCmd().withNetworkId(settings.network()).exec();
    } catch (NotFoundException missing) {
      makeNetwork();
      return docker.inspectNetworkCmd().withNetworkId(settings.network()).exec();
    }
  }

  private void makeNetwork() {
    try {
      var ranges =
          settings.subnets().stream()
              .map(subnet -> new Network.Ipam.Config().withSubnet(subnet.toString()))
              .toList();
      docker
          .createNetworkCmd()
          .withName(settings.network())
          .withDriver("bridge")
          .withEnableIpv6(settings.subnets().stream().anyMatch(Subnet::isV6))
          .withIpam(new Network.Ipam().withConfig(ranges))
          .withLabels(Map.of(Labels.PROVIDER, settings.provider()))
          .exec();
    } catch (ConflictException | InternalServerErrorException refused) {
      // Another process may have been quicker; whether the network is there now will be seen.
      LOG.log(System.Logger.Level.INFO, "the network was not made: {0}", refused.getMessage());
    }
  }

  private static List<Subnet> subnetsOf(Network network) {
    var ipam = network.getIpam();
    var ranges = ipam == null ? null : ipam.getConfig();
    return ranges == null
        ? List.of()
        : ranges.stream()
            .map(Network.Ipam.Config::getSubnet)
            .filter(Objects::nonNull)
            .map(Subnet::parse)
            .toList();
  }

  /// Makes the container, without starting it. Harmless when it exists.
  void create(DesiredMachine desired, Work work) {
    var type = desired.instanceType();
    var limits =
        HostConfig.newHostConfig()
            .withMemory(type.memoryMib() * MEBIBYTE)
            .withCpuPeriod(CPU_PERIOD)
            .withCpuQuota(type.vcpus() * CPU_PERIOD)
            .withLogConfig(new LogConfig(LogConfig.LoggingType.JSON_FILE, LOG_LIMITS))
            .withNetworkMode(desired.addresses().isEmpty() ? "none" : settings.network());
    var create =
        docker
            .createContainerCmd(settings.imageOf(desired.image()))
            .withName(nameOf(work.resourceId()))
            .withHostName(hostname(desired.name()))
            .withLabels(Labels.of(settings, desired, work))
            .withHostConfig(limits);
    for (var address : desired.addresses()) {
      if (address.contains(":")) {
        create.withIpv6Address(address);
      } else {
        create.withIpv4Address(address);
      }
    }
    try {
      create.exec();
    } catch (ConflictException | InternalServerErrorException refused) {
      // Docker says 409 and podman 500 when the name is taken, which is what was wanted.
      if (inspect(nameOf(work.resourceId())).isEmpty()) {
        throw refused;
      }
    }
  }

  static String hostname(String name) {
    var plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-");
    var trimmed = plain.substring(0, Math.min(63, plain.length())).replaceAll("^-+|-+$", "");
    return trimmed.isEmpty() ? "instance" : trimmed;
  }

  void start(String container) {
    try {
      docker.startContainerCmd(container).exec();
    } catch (NotModifiedException runs) {
      return;
    }
  }

  void stop(String container) {
    try {
      docker
          .stopContainerCmd(container)
          .withTimeout((int) settings.stopPatience().toSeconds())
          .exec();
    } catch (NotModifiedException stopped) {
      return;
    }
  }

  void restart(String container) {
    docker
        .restartContainerCmd(container)
        .withTimeout((int) settings.stopPatience().toSeconds())
        .exec();
  }

  void remove(String container) {
    try {
      docker.removeContainerCmd(container).withForce(true).exec();
    } catch (NotFoundException | InternalServerErrorException refused) {
      if (!saysItIsGone(refused)) {
        throw refused;
      }
    }
  }

  /// The labels of each note about a resource, by the note's name.
  Map<String, Map<String, String>> notes(String resource) {
    var notes = new HashMap<String, Map<String, String>>();
    for (var volume : volumes(Labels.NOTE + "=" + settings.scope() + "/" + resource)) {
      notes.put(volume.getName(), labels(volume));
    }
    return notes;
  }

  /// The resources of a provider's notes that were written before then, by the notes' names.
  Map<String, String> notesBefore(String provider, Instant horizon) {
    var old = new HashMap<String, String>();
    for (var volume : volumes(Labels.PROVIDER + "=" + provider)) {
      var about = labels(volume).getOrDefault(Labels.NOTE, "");
      var own = settings.scope() + "/";
      if (about.startsWith(own)
          && Labels.number(labels(volume), Labels.NOTED_AT) < horizon.getEpochSecond()) {
        old.put(volume.getName(), about.substring(own.length()));
      }
    }
    return old;
  }

  private List<InspectVolumeResponse> volumes(String label) {
    var found = docker.listVolumesCmd().withFilter("label", List.of(label)).exec().getVolumes();
    return found == null ? List.of() : found;
  }

  private static Map<String, String> labels(InspectVolumeResponse volume) {
    return Objects.requireNonNullElse(volume.getLabels(), Map.of());
  }

  /// A note that is there already is as good as written.
  void writeNote(String name, String resource, Note note) {
    var labels = note.labels();
    labels.put(Labels.PROVIDER, settings.provider());
    labels.put(Labels.NOTE, settings.scope() + "/" + resource);
    try {
      docker.createVolumeCmd().withName(settings.scope() + "-" + name).withLabels(labels).exec();
    } catch (ConflictException | InternalServerErrorException refused) {
      if (!notes(resource).containsKey(settings.scope() + "-" + name)) {
        throw refused;
      }
    }
  }

  void removeNote(String name) {
    try {
      docker.removeVolumeCmd(name).exec();
    } catch (NotFoundException gone) {
      return;
    }
  }

  @Override
  public void close() {
    try {
      docker.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
