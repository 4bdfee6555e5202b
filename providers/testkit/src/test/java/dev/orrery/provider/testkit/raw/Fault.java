package dev.orrery.provider.testkit.raw;

import java.util.List;

/// What a provider can get wrong, each with the checks that must find it.
public enum Fault {
  /// A second implementation of the contract, which shares no code with the SDK.
  NONE(),

  /// It takes an order off the stream as soon as it comes in: a crash loses it.
  ACKNOWLEDGES_BEFORE_THE_EFFECT(
      "acknowledgement.does-not-come-before-the-effect", "crashes.before-the-effect"),

  /// It does not ask its back end whether it was done already.
  ACTS_AGAIN_AFTER_A_CRASH("crashes.between-act-and-report"),

  /// What comes last wins, not what is newest.
  ACCEPTS_OLDER_GENERATIONS(
      "generations.an-older-one-is-superseded",
      "generations.what-is-removed-is-not-made-again-by-an-older-one"),

  /// What it does not remember, it makes again.
  ADOPTS_NOTHING("memory.lost-means-what-is-there-is-adopted"),

  /// It beats as it likes.
  BEATS_SELDOM("heartbeat.comes-in-time"),

  /// It reads orders of a contract that it cannot know.
  BELIEVES_ANY_VERSION("robustness.an-order-of-a-later-contract-is-refused"),

  /// It acts upon another resource than the subject names.
  BELIEVES_THE_BODY("robustness.an-order-for-another-resource-than-its-subjects-is-refused"),

  /// Everything waits for the slowest.
  BLOCKS_ON_ONE_SLOW_RESOURCE("lanes.of-other-resources-do-not-wait-for-a-slow-one"),

  /// Its reports do not say when.
  BREAKS_THE_SCHEMA("reports.keep-their-schema"),

  /// Neither its memory nor its back end is asked.
  CREATES_TWICE_ON_REDELIVERY(
      "duplicates.sent-together-have-one-effect", "duplicates.a-day-later-have-no-second-effect"),

  /// One bad message brings it down, again and again.
  DIES_OF_BAD_JSON("robustness.a-body-that-is-no-json-is-refused"),

  /// A verb of tomorrow brings it down.
  DIES_OF_UNKNOWN_VERBS(
      "verbs.an-unknown-verb-is-refused",
      "acknowledgement.comes-for-every-order",
      "reports.keep-their-schema"),

  /// It gives up when its connection breaks.
  DIES_WITHOUT_NATS("outages.that-swallow-a-report-do-not-lose-it"),

  /// Each effect happens twice.
  DOES_EVERYTHING_TWICE(
      "verbs.ensure-has-one-effect-of-its-own-token", "duplicates.sent-together-have-one-effect"),

  /// It does not hear SIGTERM.
  DOES_NOT_STOP("stopping.is-done-when-asked"),

  /// It acknowledges an order whose report may never have been stored.
  DOES_NOT_WAIT_FOR_THE_STREAM("acknowledgement.follows-the-report"),

  /// Its memory is in the process.
  FORGETS_EVERYTHING_AT_A_RESTART(
      "generations.are-remembered-over-a-crash",
      "duplicates.after-a-restart-are-answered-word-for-word"),

  /// A stale owner gets through after a restart.
  FORGETS_FENCES_AT_A_RESTART("fencing.is-remembered-over-a-crash"),

  /// A cancelled order is done all the same.
  IGNORES_CANCELS("cancelling.an-order-that-is-still-to-come-ends-it"),

  /// It works for somebody who has gone.
  IGNORES_DEADLINES("deadlines.that-have-passed-are-not-begun"),

  /// An owner of yesterday gets through.
  IGNORES_FENCING("fencing.refuses-a-lower-token"),

  /// It makes what needs a secret without it.
  ACTS_WITHOUT_ITS_SECRETS(
      "sealed.to-another-key-are-refused",
      "sealed.for-another-provider-are-refused",
      "sealed.that-were-changed-are-refused"),

  /// A new process has a new key, and no old one.
  FORGETS_ITS_KEY("sealed.are-opened-after-a-restart"),

  /// What it observes of a machine holds the secret that it was made with.
  REPORTS_AN_OPENED_SECRET("sealed.are-not-repeated"),

  /// It writes the secrets that it opened to its log.
  WRITES_OPENED_SECRETS_TO_ITS_LOG(
      "sealed.are-not-repeated", "sealed.are-not-repeated-in-a-failure"),

  /// It writes orders to its log.
  LEAKS_SECRETS("secrets.of-the-desired-state-are-not-repeated"),

  /// The stream gives an order up after two deliveries.
  LETS_ORDERS_BE_GIVEN_UP("orders.are-delivered-as-often-as-it-takes"),

  /// It tells no failures.
  LOSES_REPORTS(
      "failures.for-good-are-permanent",
      "verbs.an-unknown-verb-is-refused",
      "fencing.refuses-a-lower-token",
      "robustness.a-body-that-is-no-json-is-refused",
      "deadlines.that-have-passed-are-not-begun",
      "reports.keep-their-schema",
      "acknowledgement.comes-for-every-order"),

  /// Whoever sent nonsense waits for ever.
  LOSES_WHAT_IT_CANNOT_READ("robustness.a-body-that-is-no-json-is-refused"),

  /// It throws messages away.
  LOSES_WHAT_NAMES_NOTHING("robustness.a-subject-that-names-nothing-is-parked"),

  /// It makes a machine where a zone was ordered.
  MAKES_ANY_KIND("verbs.a-kind-it-does-not-make-is-refused"),

  /// Orders of one resource overtake one another.
  MIXES_UP_ONE_RESOURCE("lanes.of-one-resource-do-one-thing-after-the-other"),

  /// Nobody can tell a repeated report.
  NAMES_REPORTS_AT_RANDOM("duplicates.of-a-look-are-answered-under-the-same-id"),

  /// The report of a retry drowns in that of the first attempt.
  NAMES_REPORTS_BY_OPERATION("duplicates.are-told-from-retries-by-the-reports-id"),

  /// It is taken for dead.
  NEVER_BEATS("heartbeat.comes-in-time"),

  /// Nobody knows that it is there.
  NEVER_SAYS_HELLO("hello.is-said-at-the-start", "hello.keeps-its-schema"),

  /// It reports what it once made, not what is there.
  OBSERVES_ITS_MEMORY("drift.is-seen-when-the-resource-vanished", "verbs.remove-takes-it-away"),

  /// It tries to listen to everybody's orders.
  OVERSTEPS_ITS_RIGHTS("credentials.are-not-overstepped-by-the-provider"),

  /// A piece of the order ends up in a message for people.
  QUOTES_WHAT_IT_CANNOT_READ("secrets.of-a-broken-order-are-not-quoted"),

  /// It cannot live with a newer Orrery.
  REFUSES_UNKNOWN_FIELDS("robustness.fields-that-nobody-knows-are-ignored"),

  /// It acts without an order to act.
  REPAIRS_WHILE_IT_LOOKS("drift.is-not-repaired-by-looking"),

  /// What takes long is said to be ready before it is.
  REPORTS_BEFORE_IT_IS_DONE("acknowledgement.is-not-preceded-by-a-report-of-what-is-not-done-yet"),

  /// Its reports go where nobody listens.
  REPORTS_UNDER_ANOTHER_KIND("reports.go-to-the-subject-of-their-resource"),

  /// It hammers a back end that has refused.
  RETRIES_WHAT_IS_PERMANENT("failures.for-good-are-not-tried-again"),

  /// After an outage nobody knows that it is back.
  SAYS_HELLO_ONCE("hello.is-said-again-after-a-reconnect-in-the-same-session"),

  /// Long work is delivered again while it is done.
  SAYS_NOTHING_OF_PROGRESS("acknowledgement.is-held-off-by-words-of-progress"),

  /// It does not wait until the thing is ready.
  SAYS_READY_TOO_EARLY("lanes.are-not-ready-before-the-back-end-has-settled"),

  /// Whatever its back end says, it was done.
  SWALLOWS_ERRORS("failures.for-good-are-permanent"),

  /// What would pass is given up.
  TAKES_ALL_FOR_PERMANENT("failures.of-the-moment-are-transient"),

  /// A second attempt gets the first one's answer.
  TAKES_A_RETRY_FOR_A_DUPLICATE("duplicates.are-told-from-retries"),

  /// It says that nothing happened, and something did.
  TAKES_UNKNOWN_FOR_TRANSIENT("failures.with-a-lost-answer-are-unknown-or-looked-into"),

  /// One order brings it down for good.
  TRIES_FOR_EVER_WHAT_KILLS_IT("crashes.without-end-are-given-up");

  private final List<String> foundBy;

  Fault(String... foundBy) {
    this.foundBy = List.of(foundBy);
  }

  public List<String> foundBy() {
    return foundBy;
  }
}
