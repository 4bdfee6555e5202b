package dev.orrery.location.region;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.error.RefusedException;
import dev.orrery.kit.subgraph.resource.ResourceStatus;
import dev.orrery.kit.subgraph.resource.Resources;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Finds regions by the names on the way from the top.
@ApplicationScoped
public class RegionPaths {
  private final Resources<RegionRow> regions;

  RegionPaths(Resources<RegionRow> regions) {
    this.regions = regions;
  }

  /// Walks down the path and creates what is not there.
  ///
  /// @return the last region
  /// @throws RefusedException when the path is empty or a name is bad
  public UUID reach(
      Transaction transaction, Viewer viewer, TypeId organization, List<String> path) {
    if (path.isEmpty()) {
      throw new RefusedException(
          new InvalidArgument("regions", "a site lies in at least one region: name it"));
    }
    @Nullable UUID here = null;
    for (String name : path) {
      here = child(transaction, viewer, organization, here, name);
    }
    return Objects.requireNonNull(here);
  }

  private UUID child(
      Transaction transaction,
      Viewer viewer,
      TypeId organization,
      @Nullable UUID parent,
      String name) {
    Optional<RegionRow> existing =
        transaction
            .select(
                RegionRow.class,
                Sql.of(
                        """
                        select * from region where organization_id = :organization and name = :name
                          and parent_id is not distinct from cast(:parent as uuid)
                        """)
                    .with("organization", organization.uuid())
                    .with("name", name)
                    .with("parent", parent))
            .stream()
            .findFirst();
    return existing.isPresent()
        ? existing.get().id()
        : create(transaction, viewer, organization, parent, name);
  }

  private UUID create(
      Transaction transaction,
      Viewer viewer,
      TypeId organization,
      @Nullable UUID parent,
      String name) {
    Map<String, @Nullable Object> common = new HashMap<>();
    common.put("organization", organization.toString());
    common.put("name", name);
    RegionRow region =
        new RegionRow(regions.header(viewer, "createRegion", common, ResourceStatus.ACTIVE));
    region.parent = parent;
    regions.created(transaction, region, viewer.subject());
    return region.id();
  }
}
