package dev.orrery.provider.testkit.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfoOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;

/// One provider process, a NATS server of its own, and everything between them.
public final class Bench implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration HELLO = Duration.ofSeconds(2);

  private final UnderTest provider;
  private final Path folder;
  private final OwnNats nats;
  private final Wire wire;
  private final Connection owner;
  private final Heard heard;
  private final ProviderProcess process;
  private final Backstage backstage;
  private final AtomicInteger names = new AtomicInteger();
  private final Thread atExit = new Thread(this::vanish);

  /// @param program the nats-server
  public Bench(UnderTest provider, Path program) {
    this.provider = provider;
    try {
      folder = Files.createTempDirectory("orrery-testkit-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    nats =
        new OwnNats(
            program,
            provider.root().resolve("schemas/streams.json"),
            folder.resolve("nats"),
            provider.name());
    wire = new Wire(nats.port());
    owner = nats.owner();
    heard = new Heard(owner);
    backstage = new Backstage(folder.resolve("verification"));
    var environment = new HashMap<>(provider.environment());
    environment.put("ORRERY_NATS_URL", "nats://127.0.0.1:" + wire.port());
    environment.put("ORRERY_NATS_USER", provider.name());
    environment.put("ORRERY_NATS_PASSWORD", password());
    environment.put("ORRERY_PROVIDER_NAME", provider.name());
    environment.put("ORRERY_PROVIDER_HOME", folder.resolve("home").toString());
    environment.put("ORRERY_PROVIDER_ACK_WAIT_MILLIS", "" + UnderTest.ACK_WAIT.toMillis());
    environment.put("ORRERY_PROVIDER_HEARTBEAT_MILLIS", "" + UnderTest.HEARTBEAT.toMillis());
    environment.put("ORRERY_VERIFICATION", backstage.folder().toString());
    process = new ProviderProcess(provider.command(), environment, folder.resolve("output"));
    makeHome();
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /// Whoever ends the testkit ends what it has started.
  private void vanish() {
    process.kill();
    nats.kill();
    delete(folder);
  }

  /// Starts the provider and returns once it asks for orders.
  ///
  /// @throws Broken when it does not get there
  public Bench start() {
    long from = wire.now();
    int heardSoFar = heard.count();
    process.start();
    var up =
        Patience.until(
            START,
            () -> {
              if (!process.alive()) {
                return Optional.of(false);
              }
              return wire.await(from, Bench::asksForOrders, Duration.ofMillis(100)).map(_ -> true);
            });
    Broken.unless(
        up.orElse(false),
        "the process %s; its last words:%n%s",
        process.alive()
            ? "did not ask for orders within " + Order.brief(START)
            : "ended while it started",
        process.lastWords());
    heard.await(heardSoFar, this::isHello, HELLO);
    return this;
  }

  /// Starts the process and waits for nothing.
  public void startAlone() {
    process.start();
  }

  private static boolean asksForOrders(Frame frame) {
    return frame.published() && frame.subject().startsWith("$JS.API.CONSUMER.MSG.NEXT.WORK.");
  }

  private boolean isHello(Said said) {
    return said.subject().equals("providers.hello." + name());
  }

  /// The last hello, or a missing node when there was none.
  public JsonNode hello() {
    var hellos = heard.find(this::isHello);
    return hellos.isEmpty() ? Json.read(new byte[0]) : hellos.getLast().json();
  }

  /// The provider's kind.
  public String kind() {
    return hello().at("/kinds/0").asText("compute");
  }

  public boolean claims(String capability) {
    return StreamSupport.stream(hello().path("capabilities").spliterator(), false)
        .anyMatch(one -> one.asText().equals(capability));
  }

  /// The first action that the provider announces.
  ///
  /// @throws NotApplicable when there is none
  public String action() {
    return StreamSupport.stream(hello().path("capabilities").spliterator(), false)
        .map(JsonNode::asText)
        .filter(capability -> capability.startsWith("act:"))
        .map(capability -> capability.substring("act:".length()))
        .findFirst()
        .orElseThrow(() -> new NotApplicable("the provider announces no action"));
  }

  public String name() {
    return provider.name();
  }

  public UnderTest provider() {
    return provider;
  }

  public Duration patience() {
    return provider.patience();
  }

  /// A time in which the usual provider has done something or has not, as much longer as this one
  /// may be slower.
  public Duration unhurried(Duration time) {
    return time.multipliedBy(provider.slowness());
  }

  /// What makes the back end take that time, [#unhurried], before something happens.
  public List<String> slow(Duration time) {
    return List.of("slow " + unhurried(time).toMillis());
  }

  public Wire wire() {
    return wire;
  }

  public Heard heard() {
    return heard;
  }

  public OwnNats nats() {
    return nats;
  }

  public ProviderProcess process() {
    return process;
  }

  /// The connection that may do everything.
  public Connection owner() {
    return owner;
  }

  /// A connection with the provider's own rights. The caller closes it.
  public Connection asProvider(ErrorListener listener) {
    return nats.connect(name(), listener);
  }

  public String password() {
    return nats.password(provider.name());
  }

  /// The provider's back end.
  ///
  /// @throws NotApplicable when the provider does not speak the verification protocol
  public Backstage backEnd() {
    if (!claims("verification:1")) {
      throw new NotApplicable("the provider does not announce verification:1");
    }
    return backstage;
  }

  /// A TypeID never used before on this bench.
  public String resource() {
    return "inst_01jd8x3f7vekmrh0v6q1c%05d".formatted(names.incrementAndGet());
  }

  /// An order with a token of its own.
  public Order order(String verb, String resource) {
    return new Order(this, verb, resource, "op-" + names.incrementAndGet());
  }

  public Order ensure(String resource) {
    return order("ensure", resource).desired(provider.first());
  }

  public Order remove(String resource) {
    return order("remove", resource);
  }

  public Order observe(String resource) {
    return order("observe", resource);
  }

  /// @throws NotApplicable when the provider announces no action
  public Order act(String resource) {
    return order("act", resource).action(action());
  }

  /// The wish to stop that order.
  public Order cancel(Order order) {
    return order("cancel", order.resource())
        .token(order.token())
        .without("generation")
        .without("attempt")
        .without("fencingToken")
        .without("verb");
  }

  /// @return its place in the stream
  public long publish(String subject, byte[] body) {
    try {
      return owner.jetStream().publish(subject, body).getSeqno();
    } catch (IOException | JetStreamApiException e) {
      throw new IllegalStateException("cannot send to " + subject, e);
    }
  }

  /// Waits until the message at that place is acknowledged.
  public void acknowledged(long sequence) {
    Broken.unless(
        wire.await(
                0,
                frame -> frame.acknowledges() && frame.acknowledgedSequence() == sequence,
                patience())
            .isPresent(),
        "message %d was not acknowledged within %s",
        sequence,
        Order.brief(patience()));
  }

  /// Everything that ended something at the resource.
  public List<Said> ends(String resource) {
    return heard.find(said ->
        said.subject().startsWith("reports.")
            && said.field("resourceId").equals(resource)
            && said.ends());
  }

  /// Waits for the first end at the resource, whatever order it names.
  public Said end(String resource) {
    return heard
        .await(
            0,
            said ->
                said.subject().startsWith("reports.")
                    && said.subject().endsWith(resource)
                    && said.ends(),
            patience())
        .orElseThrow(() ->
            new Broken(
                "nothing was reported about %s within %s"
                    .formatted(resource, Order.brief(patience()))));
  }

  /// Goes on only when exactly this happened to the resource, in this order.
  public void effectsMustBe(String resource, String... what) {
    var effects = backEnd().effects(resource);
    Broken.unless(
        effects.stream().map(Backstage.Effect::what).toList().equals(List.of(what)),
        "the back end's journal should have %s, and has %s",
        what.length == 0 ? "nothing" : List.of(what),
        effects.isEmpty() ? "nothing" : effects);
  }

  /// Goes on only when this happened to the resource, and nothing else; or when nothing was noted,
  /// as by a process whose end came between the effect and its note.
  public void effectMayBe(String resource, String what) {
    if (!backEnd().effects(resource).isEmpty()) {
      effectsMustBe(resource, what);
    }
  }

  /// Goes on only when the order had one ending report, however often it was said.
  public Said oneEnd(Order order) {
    var first = order.end();
    var ids =
        order.reports().stream()
            .filter(Said::ends)
            .map(said -> said.field("id"))
            .distinct()
            .toList();
    Broken.unless(
        ids.size() == 1,
        "%s should be reported once, and was reported as %s",
        order.token(),
        order.reports().stream().filter(Said::ends).map(Said::brief).toList());
    return first;
  }

  String whatIsKnown(String resource) {
    var reports =
        heard.find(
            said -> said.subject().startsWith("reports.") && said.subject().endsWith(resource));
    return "%s; reports about it so far: %s"
        .formatted(
            process.alive() ? "the process runs" : "the process is gone",
            reports.isEmpty() ? "none" : reports.stream().map(Said::brief).toList());
  }

  /// Waits until the process has ended by itself.
  public void awaitCrash() {
    Broken.unless(
        process.awaitEnd(patience()).isPresent(),
        "the process was told to crash at its back end, and still runs after %s",
        Order.brief(patience()));
  }

  /// Kills the process and starts it again.
  public void killAndStart() {
    process.kill();
    start();
  }

  /// Takes away everything the provider remembers; its back end stays.
  public void loseMemory() {
    process.kill();
    delete(folder.resolve("home"));
    makeHome();
  }

  /// NATS dies, is away that long, and comes back. Returns once the testkit itself is connected
  /// again.
  public void natsOutage(Duration away) {
    nats.kill();
    Patience.sleep(away);
    nats.start();
    Patience.until(
        START,
        () ->
            owner.getStatus() == Connection.Status.CONNECTED
                ? Optional.of(true)
                : Optional.empty());
  }

  /// Waits until no order is pending.
  public void settled() {
    var done =
        Patience.until(patience(), () -> pending() == 0 ? Optional.of(true) : Optional.empty());
    Broken.unless(
        done.isPresent(),
        "%d orders are still pending after %s",
        pending(),
        Order.brief(patience()));
  }

  /// Lets a day pass: the first stream forgets what was sent, the second one's memory of message
  /// ids is no longer than that.
  public void age(String forgetting, String windowed, Duration window) {
    try {
      owner.jetStreamManagement().purgeStream(forgetting);
      owner.jetStreamManagement().purgeStream(windowed);
    } catch (IOException | JetStreamApiException e) {
      throw new IllegalStateException("a day cannot pass", e);
    }
    window(windowed, window);
  }

  /// Changes for how long a stream remembers message ids.
  public void window(String stream, Duration window) {
    try {
      var management = owner.jetStreamManagement();
      var now = management.getStreamInfo(stream).getConfiguration();
      management.updateStream(StreamConfiguration.builder(now).duplicateWindow(window).build());
    } catch (IOException | JetStreamApiException e) {
      throw new IllegalStateException("cannot change " + stream, e);
    }
  }

  /// Orders that were sent and are not acknowledged.
  public long pending() {
    try {
      var info = owner.jetStreamManagement().getConsumerInfo("WORK", "provider-" + name());
      return info.getNumAckPending() + info.getNumPending();
    } catch (IOException | JetStreamApiException e) {
      return 0;
    }
  }

  /// How many messages a stream holds on that subject.
  public long stored(String stream, String subject) {
    try {
      var options = StreamInfoOptions.filterSubjects(subject);
      return owner
          .jetStreamManagement()
          .getStreamInfo(stream, options)
          .getStreamState()
          .getSubjectMap()
          .values()
          .stream()
          .mapToLong(Long::longValue)
          .sum();
    } catch (IOException | JetStreamApiException e) {
      throw new IllegalStateException("cannot ask about " + stream, e);
    }
  }

  /// How the provider's consumer of orders is configured.
  ///
  /// @throws Broken when there is none
  public ConsumerConfiguration consumer() {
    try {
      return owner
          .jetStreamManagement()
          .getConsumerInfo("WORK", "provider-" + name())
          .getConsumerConfiguration();
    } catch (JetStreamApiException e) {
      throw new Broken("there is no consumer provider-%s on WORK".formatted(name()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void makeHome() {
    try {
      Files.createDirectories(folder.resolve("home"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.close();
    wire.close();
    try {
      owner.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    nats.close();
    delete(folder);
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
