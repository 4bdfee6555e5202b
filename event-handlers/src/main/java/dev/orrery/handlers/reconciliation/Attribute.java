package dev.orrery.handlers.reconciliation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.orrery.provider.protocol.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One field of a resource, as it is desired and as it was seen.
///
/// @param name such as `instanceType.vcpus`; `exists` for the resource itself
/// @param desired as text
/// @param observed as text; null when the provider does not say
/// @param owner who decides what it shall be
/// @param cause why it is not in sync; null when it is
/// @param since when its status became what it is
@JsonInclude(Include.ALWAYS)
record Attribute(
    String name,
    SyncStatus status,
    String desired,
    @Nullable String observed,
    Owner owner,
    @Nullable Cause cause,
    Instant since) {

  static final String EXISTS = "exists";

  /// Who decides about an attribute.
  enum Owner {
    /// The record's owner, through the graph.
    RECORD,
    /// The address management.
    IPAM
  }

  /// Why an attribute is not in sync.
  enum Cause {
    /// It was in sync, and somebody changed it at the back end.
    CHANGED_OUTSIDE,
    /// It was there, and somebody deleted it at the back end.
    DELETED_OUTSIDE,
    /// The provider says it is done, and it is not as desired.
    NOT_ACHIEVED,
    /// It was never seen as desired.
    NEVER_SEEN,
    /// Something else is desired since it was last seen.
    DESIRE_CHANGED,
    /// The provider does not tell, and never did.
    NOT_REPORTED,
    /// It was in sync, and is not to be seen at the moment.
    NOT_SEEN_NOW,
    /// Nobody answered.
    NO_ANSWER
  }

  boolean isDrift() {
    return status == SyncStatus.DRIFTED || status == SyncStatus.CORRECTING;
  }

  Attribute with(SyncStatus other, @Nullable Cause why, Instant now) {
    return new Attribute(name, other, desired, observed, owner, why, other == status ? since : now);
  }

  static String write(List<Attribute> attributes) {
    return new String(Wire.write(attributes), StandardCharsets.UTF_8);
  }

  static List<Attribute> read(String json) {
    return List.of(parse(json, Attribute[].class));
  }

  /// As the graph and the events want them.
  static List<Map<?, ?>> maps(String json) {
    return List.of(parse(json, Map[].class));
  }

  private static <T> T parse(String json, Class<T> type) {
    try {
      return Wire.read(json.getBytes(StandardCharsets.UTF_8), type);
    } catch (IOException e) {
      throw new IllegalStateException("attributes cannot be read: " + json, e);
    }
  }
}
