package dev.orrery.permissions.policy;

import dev.orrery.kit.access.Identification;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// Tells with each answer of the graph up to which revision of the policy it may speak, so that the
/// next request, to whichever service, is answered with no older one.
@ApplicationScoped
class RevisionHeader {
  private static final int BEFORE_EVERYTHING = -1000;

  private final Policy policy;

  RevisionHeader(Policy policy) {
    this.policy = policy;
  }

  void route(@Observes Router router) {
    router.post("/graphql").order(BEFORE_EVERYTHING).handler(this::tell);
  }

  private void tell(RoutingContext http) {
    http.addHeadersEndHandler(_ -> {
      long revision = policy.newestHere();
      if (revision > 0) {
        http.response().putHeader(Identification.REVISION_HEADER, Long.toString(revision));
      }
    });
    http.next();
  }
}
