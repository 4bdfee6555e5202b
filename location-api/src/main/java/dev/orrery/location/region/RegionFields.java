package dev.orrery.location.region;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.resource.Blocking;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import dev.orrery.location.graphql.types.CreateRegionInput;
import dev.orrery.location.graphql.types.UpdateRegionInput;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Regions in the graph: a tree in which everything else has its place.
@ApplicationScoped
class RegionFields implements SubgraphPart {
  /// All moves of regions in one organization wait for each other, because two moves that are right
  /// each alone can close a circle together.
  private static final String LOCK_THE_TREE =
      "select 1 from (select pg_advisory_xact_lock(hashtextextended(:tree, 0))) as locked";

  private static final String IS_INSIDE =
      """
      with recursive above(id, parent_id) as (
        select id, parent_id from region where id = :parent
        union all
        select r.id, r.parent_id from region r join above a on r.id = a.parent_id)
      select 1 from above where id = :region
      """;

  private final Resources<RegionRow> regions;

  RegionFields(Resources<RegionRow> regions) {
    this.regions = regions;
  }

  @Override
  public void wire(Wiring wiring) {
    wiring
        .resource(regions)
        .children("Region", "children", regions, "parent", "parent_id")
        .create(regions, CreateRegionInput.class, this::create)
        .update(regions, UpdateRegionInput.class, this::update)
        .delete(
            regions, Blocking.rows("reg", "region", "parent_id").and("site", "site", "region_id"));
  }

  private Answer<RegionRow> create(
      Transaction transaction, Viewer viewer, ResourceHeader header, CreateRegionInput input) {
    return placed(transaction, viewer, new RegionRow(header), input.getParent());
  }

  private Answer<RegionRow> update(
      Transaction transaction, Viewer viewer, RegionRow region, UpdateRegionInput input) {
    return input.hasParent()
        ? placed(transaction, viewer, region, input.getParent())
        : Answer.granted(region);
  }

  private Answer<RegionRow> placed(
      Transaction transaction, Viewer viewer, RegionRow region, @Nullable String parentId) {
    if (parentId == null) {
      region.parent = null;
      return Answer.granted(region);
    }
    TypeId parent = TypeId.parse(parentId);
    transaction.rows(
        Sql.of(LOCK_THE_TREE).with("tree", "regions of " + region.header().organization()));
    return regions
        .required(
            transaction, viewer, parent.uuid(), region.header().organization(), "input.parent")
        .then(_ -> outside(transaction, region, parent));
  }

  private static Answer<RegionRow> outside(
      Transaction transaction, RegionRow region, TypeId parent) {
    UUID id = region.id();
    if (!transaction
        .rows(Sql.of(IS_INSIDE).with("parent", parent.uuid()).with("region", id))
        .isEmpty()) {
      return Answer.refused(new RegionError.InsideItself(new TypeId("reg", id), parent));
    }
    region.parent = parent.uuid();
    return Answer.granted(region);
  }
}
