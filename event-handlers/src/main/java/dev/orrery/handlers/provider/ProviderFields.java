package dev.orrery.handlers.provider;

import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.page.Column;
import dev.orrery.kit.subgraph.page.Cursors;
import dev.orrery.kit.subgraph.page.Parameters;
import dev.orrery.kit.subgraph.resource.Pages;
import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.wiring.Request;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/// Providers in the graph.
@ApplicationScoped
class ProviderFields implements SubgraphPart {
  private static final ResourceType<Provider> TYPE =
      ResourceType.bare(
              "Provider",
              "providers",
              "prov",
              "provider",
              Provider.class,
              ProviderFields::servesViewer)
          .filter("name", Column.text("name"))
          .filter("status", Column.choice("status"))
          .order("NAME", "name", "text");

  private final Database database;
  private final Pages<Provider> pages;

  ProviderFields(Database database, Cursors cursors) {
    this.database = database;
    this.pages = new Pages<>(TYPE, database, cursors);
  }

  @Override
  public void wire(Wiring wiring) {
    wiring
        .entity("Provider", pages::findAll)
        .query(
            "provider",
            request -> {
              var id = request.id("id");
              return pages.findAll(Set.of(id), request.viewer()).get(id);
            })
        .query("providers", request -> pages.page(request.viewer(), request.pageRequest()))
        .field("Provider", "organizations", ProviderFields::organizations)
        .values("Provider", "work", (_, ids) -> work(ids));
  }

  /// Of those that it names, the viewer's own; the platform sees all.
  private static List<?> organizations(Request request) {
    var viewer = request.viewer();
    return ((List<?>) Objects.requireNonNull(request.source().get("organizations")))
        .stream()
            .filter(id ->
                viewer.may("organization.read", Target.in(TypeId.parse(String.valueOf(id)).uuid())))
            .toList();
  }

  /// How much a provider has to do, for whomever.
  private Map<UUID, Map<String, Object>> work(Collection<UUID> ids) {
    var all = new HashMap<UUID, Map<String, Object>>();
    for (var row :
        database
            .own()
            .read(transaction ->
                transaction.rows(
                    Sql.of(
                            """
                            select p.id,
                                   (select count(*) from job j where j.provider = p.name and j.in_flight),
                                   (select count(*) from job j where j.provider = p.name and j.queued_at is not null),
                                   (select count(*) from reconciliation r where r.provider = p.name)
                            from provider p where p.id = any(:ids)
                            """)
                        .with("ids", ids.toArray(UUID[]::new))))) {
      all.put(
          (UUID) Objects.requireNonNull(row[0]),
          Map.of(
              "inFlight", Objects.requireNonNull(row[1]),
              "queued", Objects.requireNonNull(row[2]),
              "held", Objects.requireNonNull(row[3])));
    }
    return all;
  }

  private static String servesViewer(Viewer viewer, Parameters parameters) {
    if (viewer.platform()) {
      return "true";
    }
    var organizations = viewer.wholeOrganizations("provider.read");
    if (organizations.isEmpty()) {
      return "false";
    }
    var own =
        organizations.stream().map(id -> new TypeId("org", id).toString()).toArray(String[]::new);
    return """
    (t.organizations = '[]' or exists (
      select 1 from jsonb_array_elements_text(cast(t.organizations as jsonb)) as served(id)
      where served.id = any(%s)))\
    """
        .formatted(parameters.bind(own));
  }
}
