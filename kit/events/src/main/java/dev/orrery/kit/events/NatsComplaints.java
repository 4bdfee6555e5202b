package dev.orrery.kit.events;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import org.jboss.logging.Logger;

/// Brings what the NATS client has to say into the service's log. Losing the connection is normal
/// life and no error of this process.
final class NatsComplaints implements ErrorListener {
  private static final Logger LOG = Logger.getLogger(NatsComplaints.class);

  @Override
  public void errorOccurred(Connection connection, String error) {
    LOG.warnf("NATS says: %s", error);
  }

  @Override
  public void exceptionOccurred(Connection connection, Exception failure) {
    LOG.debugf(failure, "NATS client");
  }
}
