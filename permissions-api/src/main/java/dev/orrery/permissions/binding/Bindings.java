package dev.orrery.permissions.binding;

import dev.orrery.kit.subgraph.page.Column;
import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.resource.Snapshot;
import dev.orrery.permissions.policy.Fact;
import dev.orrery.permissions.policy.Policy;
import dev.orrery.permissions.policy.Told;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// What the kit must know of bindings.
@ApplicationScoped
class Bindings {
  private static final ResourceType<BindingRow> TYPE =
      ResourceType.of("Binding", "bindings", "bind", "role_binding", BindingRow.class)
          .filter("subject", Column.choice("subject"))
          .filter("role", Column.reference("role_id", "role"))
          .filter("resource", Column.choice("resource"))
          .filter("expiresAt", Column.moment("expires_at"))
          .unique("binding_unique", "a subject's role on a scope under a condition");

  @Produces
  @Singleton
  Told<BindingRow> told(Policy policy) {
    return new Told<>(policy, "binding", TYPE, Bindings::fact);
  }

  @Produces
  @Singleton
  Resources<BindingRow> bindings(Resources.Factory resources, Told<BindingRow> told) {
    return resources.of(TYPE, told);
  }

  private static Fact fact(Snapshot binding) {
    return Fact.of("binding", binding.id(), binding.version())
        .with("subject", binding.get("subject"))
        .with("role", binding.get("role"))
        .with("organization", binding.get("organization"))
        .with("project", binding.get("project"))
        .with("resource", binding.get("resource"))
        .with("expiresAt", binding.get("expiresAt"))
        .with("condition", binding.get("condition"));
  }
}
