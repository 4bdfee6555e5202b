package dev.orrery.location.site;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.error.RefusedException;
import dev.orrery.kit.subgraph.error.RowsRefused;
import dev.orrery.kit.subgraph.error.RowsRefused.BadRow;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.ResourceStatus;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.resource.Snapshot;
import dev.orrery.location.graphql.types.ImportSitesInput;
import dev.orrery.location.graphql.types.ImportedSiteInput;
import dev.orrery.location.region.RegionPaths;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Imports sites with their regions in one transaction: all rows, or none.
@ApplicationScoped
class SiteImport {
  private static final int MOST_ROWS = 1000;
  private static final String FIELD = "input.sites";

  private final Database database;
  private final Resources<SiteRow> sites;
  private final RegionPaths regions;

  SiteImport(Database database, Resources<SiteRow> sites, RegionPaths regions) {
    this.database = database;
    this.sites = sites;
    this.regions = regions;
  }

  Answer<Map<String, Object>> run(Viewer viewer, ImportSitesInput input) {
    List<ImportedSiteInput> rows = input.getSites();
    if (rows.size() > MOST_ROWS) {
      return Answer.refused(
          new InvalidArgument(
              FIELD, "%d rows, import at most %d at a time".formatted(rows.size(), MOST_ROWS)));
    }
    return sites.answer(() -> {
      sites.requireCreation(viewer, TypeId.parse(input.getOrganization(), "org").uuid());
      return database.inTransaction(
          transaction -> imported(transaction, viewer, input.getOrganization(), rows));
    });
  }

  private Map<String, Object> imported(
      Transaction transaction, Viewer viewer, String organization, List<ImportedSiteInput> rows) {
    List<Snapshot> found = new ArrayList<>();
    List<BadRow> refused = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int existing = 0;
    for (int i = 0; i < rows.size(); i++) {
      ImportedSiteInput row = rows.get(i);
      try {
        if (!names.add(row.getName())) {
          throw new RefusedException(
              new InvalidArgument(
                  "name", "'%s' stands in an earlier row".formatted(row.getName())));
        }
        ResourceHeader header = header(viewer, organization, row);
        Optional<SiteRow> known = known(transaction, header.organization(), row.getName());
        existing += known.isPresent() ? 1 : 0;
        found.add(
            known.isPresent() ? known.get().snapshot() : create(transaction, viewer, header, row));
      } catch (RefusedException bad) {
        refused.add(new BadRow(i, bad.error()));
      }
    }
    if (!refused.isEmpty()) {
      throw new RefusedException(new RowsRefused(FIELD, refused));
    }
    return Map.of("created", rows.size() - existing, "existing", existing, "sites", found);
  }

  private ResourceHeader header(Viewer viewer, String organization, ImportedSiteInput row) {
    Map<String, @Nullable Object> common = new HashMap<>();
    common.put("organization", organization);
    common.put("name", row.getName());
    common.put("labels", row.getLabels());
    return sites.header(viewer, "createSite", common, ResourceStatus.ACTIVE);
  }

  private static Optional<SiteRow> known(Transaction transaction, UUID organization, String name) {
    return transaction
        .select(
            SiteRow.class,
            Sql.of("select * from site where organization_id = :organization and name = :name")
                .with("organization", organization)
                .with("name", name))
        .stream()
        .findFirst();
  }

  private Snapshot create(
      Transaction transaction, Viewer viewer, ResourceHeader header, ImportedSiteInput row) {
    SitePlace place =
        SitePlace.read(row.getLatitude(), row.getLongitude(), row.getTimeZone()).orRollBack();
    TypeId organization = new TypeId("org", header.organization());
    UUID region = regions.reach(transaction, viewer, organization, row.getRegions());
    SiteRow site = new SiteRow(header, region);
    site.address = row.getAddress();
    site.place(place);
    return sites.created(transaction, site, viewer.subject());
  }
}
