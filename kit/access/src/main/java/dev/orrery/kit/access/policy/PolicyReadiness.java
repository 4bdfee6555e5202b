package dev.orrery.kit.access.policy;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/// Ready once the whole policy has been read. An old one is no reason to refuse: the check tells
/// its age.
@Readiness
@ApplicationScoped
class PolicyReadiness implements HealthCheck {
  private final PolicyIndex index;

  PolicyReadiness(PolicyIndex index) {
    this.index = index;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("policy")
            .withData("bindings", index.size())
            .withData("revision", index.revision())
            .withData("unknownMessages", index.ignored())
            .withData("unusableMessages", index.unusable());
    index.age().ifPresent(age -> answer.withData("ageMillis", age.toMillis()));
    return answer.status(index.isReady()).build();
  }
}
