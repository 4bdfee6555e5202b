package dev.orrery.location.site;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.resource.Blocking;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import dev.orrery.location.graphql.types.CreateSiteInput;
import dev.orrery.location.graphql.types.ImportSitesInput;
import dev.orrery.location.graphql.types.UpdateSiteInput;
import dev.orrery.location.region.RegionRow;
import jakarta.enterprise.context.ApplicationScoped;

/// Sites in the graph.
@ApplicationScoped
class SiteFields implements SubgraphPart {
  private final Resources<SiteRow> sites;
  private final Resources<RegionRow> regions;
  private final SiteImport imports;

  SiteFields(Resources<SiteRow> sites, Resources<RegionRow> regions, SiteImport imports) {
    this.sites = sites;
    this.regions = regions;
    this.imports = imports;
  }

  @Override
  public void wire(Wiring wiring) {
    wiring
        .resource(sites)
        .children("Region", "sites", sites, "region", "region_id")
        .create(sites, CreateSiteInput.class, this::create)
        .update(sites, UpdateSiteInput.class, this::update)
        .delete(sites, Blocking.rows("room", "room", "site_id"))
        .mutation(
            "importSites",
            request ->
                imports.run(
                    request.viewer(), wiring.read(request.input(), ImportSitesInput.class)));
  }

  private Answer<SiteRow> create(
      Transaction transaction, Viewer viewer, ResourceHeader header, CreateSiteInput input) {
    return regions
        .required(
            transaction,
            viewer,
            TypeId.parse(input.getRegion()).uuid(),
            header.organization(),
            "input.region")
        .then(region ->
            SitePlace.read(input.getLatitude(), input.getLongitude(), input.getTimeZone())
                .then(place -> {
                  SiteRow site = new SiteRow(header, region.id());
                  site.address = input.getAddress();
                  site.place(place);
                  return Answer.granted(site);
                }));
  }

  private Answer<SiteRow> update(
      Transaction transaction, Viewer viewer, SiteRow site, UpdateSiteInput input) {
    if (input.hasAddress()) {
      site.address = input.getAddress();
    }
    return SitePlace.read(
            input.hasLatitude() ? input.getLatitude() : site.latitude,
            input.hasLongitude() ? input.getLongitude() : site.longitude,
            input.hasTimeZone() ? input.getTimeZone() : site.timeZone)
        .then(place -> {
          site.place(place);
          return input.getRegion() == null
              ? Answer.granted(site)
              : moved(transaction, viewer, site, TypeId.parse(input.getRegion()));
        });
  }

  private Answer<SiteRow> moved(
      Transaction transaction, Viewer viewer, SiteRow site, TypeId region) {
    return regions
        .required(transaction, viewer, region.uuid(), site.header().organization(), "input.region")
        .then(found -> {
          site.region = found.id();
          return Answer.granted(site);
        });
  }
}
