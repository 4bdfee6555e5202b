package dev.orrery.provider.testkit.raw;

import static dev.orrery.provider.testkit.raw.Fault.*;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.provider.testkit.bench.Json;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// What becomes of each message.
final class Desk {
  private static final Pattern SUBJECT =
      Pattern.compile("work\\.([a-z0-9-]+)\\.([a-z-]+)\\.([a-z0-9-]+)\\.([a-z]+_[0-9a-z]{26})");
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
  private static final int GIVEN_UP_AFTER = 5;
  private static final Set<String> VERBS = Set.of("ensure", "remove", "observe", "act");
  private static final Set<String> KNOWN =
      Set.of(
          "protocol provider kind verb resourceId organization jobId stepId generation desired"
              .concat(
                  " secrets action attempt operationToken fencingToken deadline issuedAt traceparent")
              .split(" "));

  private final RawProvider provider;
  private final BackEnd backEnd;
  private final Path home;
  private final RawKeys keys;
  private final Map<String, ObjectNode> forgetful = new ConcurrentHashMap<>();

  Desk(RawProvider provider, BackEnd backEnd, Path home, RawKeys keys) {
    this.provider = provider;
    this.backEnd = backEnd;
    this.home = home;
    this.keys = keys;
  }

  /// The work was broken off before its effect, by a deadline or a cancel.
  static final class Stopped extends RuntimeException {}

  private static final class Unreadable extends RuntimeException {
    Unreadable(String why) {
      super(why);
    }
  }

  /// An answer that ends the order, or `checkAgain`.
  private record Answer(String outcome, String kind, String code, JsonNode observed) {
    static Answer failed(String kind, String code) {
      return new Answer("failed", kind, code, null);
    }
  }

  private boolean is(Fault fault) {
    return provider.is(fault);
  }

  void receive(Message message) {
    var subject = SUBJECT.matcher(message.getSubject());
    if (!subject.matches()) {
      if (!is(LOSES_WHAT_NAMES_NOTHING)) {
        var parked = "deadletters." + provider.name + "." + message.getSubject();
        provider.publish(parked, message.getData(), "dead-" + message.metaData().streamSequence());
      }
      provider.done(message);
      return;
    }
    ObjectNode order;
    try {
      order = read(message.getData(), subject.group(2), subject.group(3), subject.group(4));
    } catch (Unreadable e) {
      refuse(message, subject.group(2), subject.group(3), subject.group(4), e.getMessage());
      return;
    }
    if (is(LEAKS_SECRETS)) {
      System.out.println("working on " + order);
    }
    if (order.path("verb").isMissingNode()) {
      cancel(order);
      provider.done(message);
    } else {
      carryOut(order, message);
    }
  }

  private ObjectNode read(byte[] body, String kind, String verb, String id) {
    JsonNode json;
    try {
      json = Json.parse(new String(body, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      if (is(DIES_OF_BAD_JSON)) {
        Runtime.getRuntime().halt(1);
      }
      throw new Unreadable(
          is(QUOTES_WHAT_IT_CANNOT_READ) ? new String(body, StandardCharsets.UTF_8) : "no JSON");
    }
    if (!(json instanceof ObjectNode order)) {
      throw new Unreadable("no object");
    }
    demand(order.path("protocol").asInt() == 1 || is(BELIEVES_ANY_VERSION), "protocol");
    demand(order.path("provider").asText().equals(provider.name), "provider");
    demand(order.path("resourceId").asText().equals(id) || is(BELIEVES_THE_BODY), "resourceId");
    demand(order.path("operationToken").isTextual(), "operationToken");
    if (verb.equals("cancel")) {
      return order;
    }
    demand(order.path("kind").asText().equals(kind), "kind");
    demand(order.path("verb").asText().equals(verb), "verb");
    demand(order.path("generation").isIntegralNumber(), "generation");
    demand(order.path("attempt").asInt() >= 1, "attempt");
    demand(order.path("fencingToken").asLong() >= 1, "fencingToken");
    demand(
        !is(REFUSES_UNKNOWN_FIELDS)
            || order.properties().stream().allMatch(field -> KNOWN.contains(field.getKey())),
        "a field it does not know");
    deadline(order);
    return order;
  }

  private static void demand(boolean met, String field) {
    if (!met) {
      throw new Unreadable(field);
    }
  }

  private static Optional<Instant> deadline(ObjectNode order) {
    try {
      return order.has("deadline")
          ? Optional.of(Instant.parse(order.path("deadline").asText()))
          : Optional.empty();
    } catch (DateTimeException e) {
      throw new Unreadable("deadline");
    }
  }

  private void refuse(Message message, String kind, String verb, String id, String why) {
    if (!is(LOSES_WHAT_IT_CANNOT_READ)) {
      var report =
          Json.object()
              .put("protocol", 1)
              .put("id", "unreadable-" + message.metaData().streamSequence())
              .put("provider", provider.name)
              .put("kind", kind)
              .put("verb", verb)
              .put("resourceId", id)
              .put("generation", 0)
              .put("outcome", "failed")
              .put("at", Instant.now().toString());
      report
          .putObject("failure")
          .put("kind", "PERMANENT")
          .put("code", "UNREADABLE_ORDER")
          .put("message", "it cannot be read: " + why);
      send(report);
    }
    provider.done(message);
  }

  private void cancel(ObjectNode cancel) {
    if (!is(IGNORES_CANCELS)) {
      var token = cancel.path("operationToken").asText();
      update(id(cancel), memory -> memory.put("cancelled", token));
    }
  }

  private static String id(ObjectNode order) {
    return order.path("resourceId").asText();
  }

  private void carryOut(ObjectNode order, Message message) {
    var verb = order.path("verb").asText();
    boolean changes = !verb.equals("observe");
    if (!VERBS.contains(verb)) {
      if (is(DIES_OF_UNKNOWN_VERBS)) {
        Runtime.getRuntime().halt(1);
      }
      finish(order, message, Answer.failed("PERMANENT", "UNKNOWN_VERB"), false);
      return;
    }
    if (!order.path("kind").asText().equals("compute") && !is(MAKES_ANY_KIND)) {
      finish(order, message, Answer.failed("PERMANENT", "UNKNOWN_KIND"), false);
      return;
    }
    if (changes) {
      var memory = recall(id(order));
      if (began(memory, order) && memory.has("answer") && !is(CREATES_TWICE_ON_REDELIVERY)) {
        send((ObjectNode) memory.get("answer"));
        provider.done(message);
        return;
      }
      var refusal = refusal(order, memory);
      if (refusal.isPresent()) {
        finish(order, message, refusal.get(), false);
        return;
      }
      begin(order, memory);
    }
    String opened;
    try {
      opened = keys.open(order);
    } catch (RawKeys.Unopened e) {
      if (!is(ACTS_WITHOUT_ITS_SECRETS)) {
        finish(order, message, Answer.failed("PERMANENT", "SECRET_UNREADABLE"), changes);
        return;
      }
      opened = "";
    }
    if (is(WRITES_OPENED_SECRETS_TO_ITS_LOG)) {
      System.out.println("logging in with " + opened);
    }
    finish(order, message, leaking(carriedOut(order, verb, 0), opened), changes);
  }

  private Answer leaking(Answer answer, String opened) {
    if (!is(REPORTS_AN_OPENED_SECRET)
        || opened.isEmpty()
        || !(answer.observed() instanceof ObjectNode seen)) {
      return answer;
    }
    return new Answer(
        answer.outcome(),
        answer.kind(),
        answer.code(),
        seen.deepCopy().put("providerReference", opened));
  }

  private boolean began(ObjectNode memory, ObjectNode order) {
    return memory.path("token").asText().equals(order.path("operationToken").asText())
        && (memory.path("attempt").asInt() == order.path("attempt").asInt()
            || is(TAKES_A_RETRY_FOR_A_DUPLICATE))
        && memory.path("fence").asLong() == order.path("fencingToken").asLong();
  }

  private Optional<Answer> refusal(ObjectNode order, ObjectNode memory) {
    if (order.path("generation").asLong() < memory.path("generation").asLong()
        && !is(ACCEPTS_OLDER_GENERATIONS)) {
      var there = backEnd.look(id(order)).map(machine -> observed(machine.path("state")));
      return Optional.of(new Answer("superseded", "", "", there.orElse(null)));
    }
    if (order.path("fencingToken").asLong() < memory.path("fence").asLong()
        && !is(IGNORES_FENCING)) {
      return Optional.of(Answer.failed("PERMANENT", "STALE_FENCING_TOKEN"));
    }
    if (memory.path("cancelled").asText("").equals(order.path("operationToken").asText())) {
      return Optional.of(Answer.failed("PERMANENT", "CANCELLED"));
    }
    boolean began = began(memory, order);
    var deadline = deadline(order);
    if (deadline.isPresent() && Instant.now().isAfter(deadline.get()) && !is(IGNORES_DEADLINES)) {
      return Optional.of(Answer.failed(began ? "UNKNOWN" : "TRANSIENT", "DEADLINE_EXCEEDED"));
    }
    if (began
        && memory.path("starts").asInt() >= GIVEN_UP_AFTER
        && !is(TRIES_FOR_EVER_WHAT_KILLS_IT)) {
      return Optional.of(Answer.failed("UNKNOWN", "CRASHED_REPEATEDLY"));
    }
    return Optional.empty();
  }

  private void begin(ObjectNode order, ObjectNode memory) {
    var starts = began(memory, order) ? memory.path("starts").asInt() + 1 : 1;
    update(
        id(order),
        now ->
            now.put("token", order.path("operationToken").asText())
                .put("attempt", order.path("attempt").asInt())
                .put("fence", order.path("fencingToken").asLong())
                .put("generation", order.path("generation").asLong())
                .put("starts", starts)
                .remove("answer"));
  }

  private Answer carriedOut(ObjectNode order, String verb, int tries) {
    try {
      return done(order, verb);
    } catch (BackEnd.Trouble e) {
      if (is(SWALLOWS_ERRORS)) {
        return new Answer("ready", "", "", observed(order.path("desired")));
      }
      if (is(RETRIES_WHAT_IS_PERMANENT) && e.kind.equals("PERMANENT") && tries < 3) {
        return carriedOut(order, verb, tries + 1);
      }
      var kind = is(TAKES_UNKNOWN_FOR_TRANSIENT) && e.kind.equals("UNKNOWN") ? "TRANSIENT" : e.kind;
      return Answer.failed(is(TAKES_ALL_FOR_PERMANENT) ? "PERMANENT" : kind, "BACK_END");
    } catch (Stopped e) {
      return cancelled(order)
          ? Answer.failed("PERMANENT", "CANCELLED")
          : Answer.failed("UNKNOWN", "DEADLINE_EXCEEDED");
    } catch (RuntimeException e) {
      return Answer.failed("UNKNOWN", "PROVIDER_EXCEPTION");
    }
  }

  private Answer done(ObjectNode order, String verb) {
    var id = id(order);
    var token = order.path("operationToken").asText();
    var there = backEnd.look(id);
    return switch (verb) {
      case "observe" -> {
        var wanted = recall(id).path("desired");
        if (is(REPAIRS_WHILE_IT_LOOKS)
            && wanted.isObject()
            && there.isPresent()
            && !there.get().path("state").equals(wanted)) {
          backEnd.change(id, token, "changed", machine(there.get(), wanted), () -> false);
          yield new Answer("ready", "", "", observed(wanted));
        }
        if (is(OBSERVES_ITS_MEMORY) && wanted.isObject()) {
          yield new Answer("ready", "", "", observed(wanted));
        }
        yield there
            .map(machine -> new Answer("ready", "", "", observed(machine.path("state"))))
            .orElse(new Answer("gone", "", "", null));
      }
      case "remove" -> {
        if (there.isPresent()) {
          backEnd.change(id, token, "deleted", null, stop(order));
        }
        yield new Answer("gone", "", "", null);
      }
      case "act" -> acted(order, id, token, there);
      default -> ensured(order, id, token, there);
    };
  }

  private Answer acted(ObjectNode order, String id, String token, Optional<ObjectNode> there) {
    if (!order.at("/action/name").asText().equals("reboot")) {
      return Answer.failed("PERMANENT", "UNKNOWN_ACTION");
    }
    if (there.isEmpty()) {
      return Answer.failed("PERMANENT", "NO_SUCH_MACHINE");
    }
    var machine = there.get();
    if (!machine.path("rebooted").asText("").equals(token) || is(ACTS_AGAIN_AFTER_A_CRASH)) {
      machine.put("rebooted", token);
      backEnd.change(id, token, "acted", machine, stop(order));
    }
    return new Answer("ready", "", "", observed(machine.path("state")));
  }

  private Answer ensured(ObjectNode order, String id, String token, Optional<ObjectNode> there) {
    var desired = order.path("desired");
    if (!desired.path("name").isTextual()
        || !desired.path("instanceType").isObject()
        || !Set.of("RUNNING", "STOPPED").contains(desired.path("powerState").asText())) {
      return Answer.failed("PERMANENT", "INVALID_ORDER");
    }
    var memory = recall(id);
    boolean adopts = !is(ADOPTS_NOTHING) || memory.has("desired");
    update(id, now -> now.set("desired", desired));
    if (there.isEmpty() || !adopts || is(CREATES_TWICE_ON_REDELIVERY)) {
      backEnd.change(id, token, "created", machine(Json.object(), desired), stop(order));
    } else if (!there.get().path("state").equals(desired)) {
      backEnd.change(id, token, "changed", machine(there.get(), desired), stop(order));
    }
    var ready =
        backEnd.look(id).map(machine -> machine.path("readyAt").asText()).map(Instant::parse);
    if (ready.isPresent() && Instant.now().isBefore(ready.get()) && !is(SAYS_READY_TOO_EARLY)) {
      return new Answer("checkAgain", "", "", observed(desired));
    }
    return new Answer("ready", "", "", observed(desired));
  }

  private static ObjectNode machine(ObjectNode machine, JsonNode desired) {
    machine.set("state", desired.deepCopy());
    return machine;
  }

  /// Asked while the back end takes its time.
  private BooleanSupplier stop(ObjectNode order) {
    var deadline = deadline(order).orElse(Instant.MAX);
    return () -> {
      if (is(REPORTS_BEFORE_IT_IS_DONE)) {
        send(report(order, new Answer("ready", "", "", observed(order.path("desired")))));
      }
      return (Instant.now().isAfter(deadline) && !is(IGNORES_DEADLINES)) || cancelled(order);
    };
  }

  private boolean cancelled(ObjectNode order) {
    return recall(id(order))
        .path("cancelled")
        .asText("")
        .equals(order.path("operationToken").asText());
  }

  private static JsonNode observed(JsonNode state) {
    var observed = Json.object();
    for (var field : Set.of("powerState", "addresses", "name", "instanceType", "image")) {
      observed.set(field, state.path(field));
    }
    return observed;
  }

  private void finish(ObjectNode order, Message message, Answer answer, boolean began) {
    var report = report(order, answer);
    if (answer.outcome.equals("checkAgain")) {
      update(id(order), memory -> memory.put("starts", 0));
      send(report);
      var left = Duration.between(Instant.now(), deadline(order).orElse(Instant.MAX));
      provider.later(
          message, left.compareTo(LOOK_AGAIN) < 0 && !left.isNegative() ? left : LOOK_AGAIN);
      return;
    }
    if (began) {
      update(id(order), memory -> memory.put("starts", 0).set("answer", report));
    }
    send(report);
    provider.done(message);
  }

  private ObjectNode report(ObjectNode order, Answer answer) {
    var report = Json.object().put("protocol", 1);
    for (var field :
        Set.of(
            "provider",
            "kind",
            "verb",
            "resourceId",
            "organization",
            "jobId",
            "stepId",
            "operationToken",
            "fencingToken",
            "attempt",
            "generation",
            "traceparent")) {
      if (order.has(field)) {
        report.set(field, order.get(field));
      }
    }
    if (answer.outcome.equals("superseded")) {
      report.put("generation", recall(id(order)).path("generation").asLong());
    }
    report.put("outcome", answer.outcome);
    if (!is(BREAKS_THE_SCHEMA)) {
      report.put("at", Instant.now().toString());
    }
    if (answer.observed != null) {
      report.set("observed", answer.observed);
    }
    if (answer.outcome.equals("failed")) {
      report
          .putObject("failure")
          .put("kind", answer.kind)
          .put("code", answer.code)
          .put("message", "it was not done");
    }
    if (answer.outcome.equals("checkAgain")) {
      report.putObject("checkAgain").put("afterMillis", LOOK_AGAIN.toMillis());
    }
    return report.put("id", reportId(order, answer));
  }

  private String reportId(ObjectNode order, Answer answer) {
    if (is(NAMES_REPORTS_AT_RANDOM)) {
      return UUID.randomUUID().toString();
    }
    return String.join(
        "-",
        id(order),
        order.path("operationToken").asText(),
        order.path("verb").asText(),
        is(NAMES_REPORTS_BY_OPERATION) ? "" : order.path("attempt").asText(),
        order.path("fencingToken").asText(),
        answer.outcome);
  }

  private void send(ObjectNode report) {
    if (is(LOSES_REPORTS) && report.path("outcome").asText().equals("failed")) {
      return;
    }
    var subject =
        "reports.%s.%s.%s"
            .formatted(
                provider.name,
                is(REPORTS_UNDER_ANOTHER_KIND) ? "storage" : report.path("kind").asText(),
                id(report));
    provider.publish(subject, report, report.path("id").asText());
  }

  private synchronized ObjectNode recall(String id) {
    if (is(FORGETS_EVERYTHING_AT_A_RESTART)) {
      return forgetful.computeIfAbsent(id, _ -> Json.object()).deepCopy();
    }
    var memory = BackEnd.read(home.resolve(id)).orElse(Json.object());
    if (is(FORGETS_FENCES_AT_A_RESTART)) {
      memory.put("fence", forgetful.getOrDefault(id, Json.object()).path("fence").asLong());
    }
    return memory;
  }

  private synchronized void update(String id, Consumer<ObjectNode> change) {
    var memory = recall(id);
    change.accept(memory);
    forgetful.put(id, memory.deepCopy());
    if (!is(FORGETS_EVERYTHING_AT_A_RESTART)) {
      BackEnd.write(home.resolve(id), memory);
    }
  }
}
