package dev.orrery.handlers.provider;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.page.Column;
import dev.orrery.kit.subgraph.page.Cursors;
import dev.orrery.kit.subgraph.page.Parameters;
import dev.orrery.kit.subgraph.resource.Pages;
import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

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

  private final Pages<Provider> pages;

  ProviderFields(Database database, Cursors cursors) {
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
        .query("providers", request -> pages.page(request.viewer(), request.pageRequest()));
  }

  private static String servesViewer(Viewer viewer, Parameters parameters) {
    if (viewer.platform()) {
      return "true";
    }
    if (viewer.organizations().isEmpty()) {
      return "false";
    }
    var own =
        viewer.organizations().stream()
            .map(id -> new TypeId("org", id).toString())
            .toArray(String[]::new);
    return """
    (t.organizations = '[]' or exists (
      select 1 from jsonb_array_elements_text(cast(t.organizations as jsonb)) as served(id)
      where served.id = any(%s)))\
    """
        .formatted(parameters.bind(own));
  }
}
