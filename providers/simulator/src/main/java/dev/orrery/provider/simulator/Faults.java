package dev.orrery.provider.simulator;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// How badly the simulated back end behaves.
///
/// @param latencyMillis how long a machine needs until it has settled in a new state
/// @param callMillis how long each call blocks
/// @param transientFault before the effect: refused, nothing happened
/// @param permanentFault before the effect: refused for good
/// @param unknownFault after the effect: it happened, and the answer got lost
/// @param crash after the effect and before the report: the process is gone
record Faults(
    long latencyMillis,
    long callMillis,
    Fault transientFault,
    Fault permanentFault,
    Fault unknownFault,
    Fault crash) {

  /// A well-behaved back end that needs a quarter of a second.
  static final Faults NONE = new Faults(250, 0, Fault.NEVER, Fault.NEVER, Fault.NEVER, Fault.NEVER);

  /// What is left out does not go wrong, and takes as long as in `NONE`.
  @JsonCreator
  static Faults read(
      @JsonProperty("latencyMillis") @Nullable Long latencyMillis,
      @JsonProperty("callMillis") @Nullable Long callMillis,
      @JsonProperty("transientFault") @Nullable Fault transientFault,
      @JsonProperty("permanentFault") @Nullable Fault permanentFault,
      @JsonProperty("unknownFault") @Nullable Fault unknownFault,
      @JsonProperty("crash") @Nullable Fault crash) {
    return new Faults(
        latencyMillis == null ? NONE.latencyMillis : latencyMillis,
        callMillis == null ? NONE.callMillis : callMillis,
        transientFault == null ? Fault.NEVER : transientFault,
        permanentFault == null ? Fault.NEVER : permanentFault,
        unknownFault == null ? Fault.NEVER : unknownFault,
        crash == null ? Fault.NEVER : crash);
  }

  /// @param rate share of the calls it befalls, 0 to 1
  /// @param next befalls this many calls for certain, before the rate counts
  record Fault(double rate, int next) {
    static final Fault NEVER = new Fault(0, 0);

    @JsonCreator
    static Fault read(
        @JsonProperty("rate") @Nullable Double rate, @JsonProperty("next") @Nullable Integer next) {
      return new Fault(rate == null ? 0 : rate, next == null ? 0 : next);
    }

    Fault {
      if (!(rate >= 0 && rate <= 1) || next < 0) {
        throw new IllegalArgumentException("a rate is 0 to 1, next is 0 or more");
      }
    }

    Fault used() {
      return new Fault(rate, Math.max(0, next - 1));
    }
  }

  /// The places where something can go wrong.
  enum Kind {
    TRANSIENT,
    PERMANENT,
    UNKNOWN,
    CRASH
  }

  Fault of(Kind kind) {
    return switch (kind) {
      case TRANSIENT -> transientFault;
      case PERMANENT -> permanentFault;
      case UNKNOWN -> unknownFault;
      case CRASH -> crash;
    };
  }

  Faults with(Kind kind, Fault fault) {
    return new Faults(
        latencyMillis,
        callMillis,
        kind == Kind.TRANSIENT ? fault : transientFault,
        kind == Kind.PERMANENT ? fault : permanentFault,
        kind == Kind.UNKNOWN ? fault : unknownFault,
        kind == Kind.CRASH ? fault : crash);
  }
}
