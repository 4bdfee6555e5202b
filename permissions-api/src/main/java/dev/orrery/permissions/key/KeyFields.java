package dev.orrery.permissions.key;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.subgraph.audit.Audit;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.Forbidden;
import dev.orrery.kit.subgraph.wiring.Request;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// Operators rotate the keys, when something other than the calendar says so.
@ApplicationScoped
class KeyFields implements SubgraphPart {
  private static final Logger LOG = Logger.getLogger(KeyFields.class);

  private final SigningKeys keys;
  private final PublishedKeys published;
  private final Audit audit;

  KeyFields(SigningKeys keys, PublishedKeys published, Audit audit) {
    this.keys = keys;
    this.published = published;
    this.audit = audit;
  }

  @Override
  public void wire(Wiring wiring) {
    wiring.mutation("rotateSigningKey", this::rotate);
  }

  private Answer<Map<String, Object>> rotate(Request request) {
    Viewer viewer = request.viewer();
    if (!viewer.platform()) {
      return Answer.refused(new Forbidden("rotate", "the signing key"));
    }
    boolean compromised = Boolean.TRUE.equals(request.input().get("compromised"));
    Consumer<Transaction> along =
        transaction -> audit.granted(transaction, viewer, request.field(), null, List.of());
    Instant from = compromised ? keys.replaceCompromised(along) : keys.rotate(along);
    published.keep();
    LOG.infof(
        "%s rotates the signing key: a new one signs from %s%s",
        viewer.subject(), from, compromised ? ", all others are withdrawn" : "");
    return Answer.granted(Map.of("signsFrom", from.toString()));
  }
}
