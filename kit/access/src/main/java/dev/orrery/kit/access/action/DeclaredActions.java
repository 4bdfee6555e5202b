package dev.orrery.kit.access.action;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orrery.kit.access.policy.fact.DeclaredAction;
import dev.orrery.kit.events.OutgoingMessage;
import dev.orrery.kit.ids.TypeId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What can be done with the resources of one service: its file in `schemas/actions/`, and the body
/// of `policy.actions.<service>`.
///
/// @param service the subgraph's name
/// @param version counts the changes of the file; of two the greater holds
public record DeclaredActions(String service, long version, List<DeclaredAction> actions) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public DeclaredActions {
    actions = List.copyOf(actions);
  }

  /// Reads a service's file.
  ///
  /// @throws IllegalStateException when there is none: a service without actions would deny
  ///   everything
  public static DeclaredActions of(String service) {
    String file = "/schemas/actions/" + service + ".json";
    try (@Nullable InputStream in = DeclaredActions.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(
            "no %s on the class path: say there what can be done with the service's resources"
                .formatted(file));
      }
      return JSON.readValue(in, DeclaredActions.class);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// The message that tells it to every service. Each time it is another message, since the stream
  /// may have been lost in between.
  OutgoingMessage message() {
    return OutgoingMessage.of(
        "policy.actions." + service,
        "policy:actions.%s@%d#%s".formatted(service, version, TypeId.generate("evt")),
        this);
  }
}
