package dev.orrery.launcher.deploy;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.util.List;

/// Makes a NATS server's streams agree with their declaration.
public record Streams(List<StreamDeclaration> declared) {
  private static final int NOT_FOUND = 404;

  /// Creates what is missing and updates in place what differs; messages are kept. Streams that are
  /// not declared are left alone.
  public void deploy(Connection connection) throws IOException, JetStreamApiException {
    var management = connection.jetStreamManagement();
    for (var stream : declared) {
      deploy(management, stream.configuration());
    }
  }

  private static void deploy(JetStreamManagement management, StreamConfiguration wanted)
      throws IOException, JetStreamApiException {
    try {
      management.getStreamInfo(wanted.getName());
    } catch (JetStreamApiException e) {
      if (e.getErrorCode() != NOT_FOUND) {
        throw e;
      }
      management.addStream(wanted);
      return;
    }
    // The server compares; an update that changes nothing is free.
    management.updateStream(wanted);
  }
}
