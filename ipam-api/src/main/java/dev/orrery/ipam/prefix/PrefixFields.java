package dev.orrery.ipam.prefix;

import dev.orrery.ipam.graphql.types.AllocatePrefixInput;
import dev.orrery.ipam.graphql.types.CreatePrefixInput;
import dev.orrery.ipam.graphql.types.ImportPrefixesInput;
import dev.orrery.ipam.graphql.types.UpdatePrefixInput;
import dev.orrery.ipam.notation.Description;
import dev.orrery.ipam.notation.Network;
import dev.orrery.ipam.vrf.VrfRow;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.ResourceStatus;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Prefixes in the graph.
@ApplicationScoped
class PrefixFields implements SubgraphPart {
  private final Resources<PrefixRow> prefixes;
  private final Resources<VrfRow> vrfs;
  private final PrefixTree tree;
  private final DissolvingPrefixes dissolving;
  private final UsedSpace used;
  private final PrefixImport imports;

  PrefixFields(
      Database database,
      Resources<PrefixRow> prefixes,
      Resources<VrfRow> vrfs,
      PrefixTree tree,
      DissolvingPrefixes dissolving,
      UsedSpace used) {
    this.prefixes = prefixes;
    this.vrfs = vrfs;
    this.tree = tree;
    this.dissolving = dissolving;
    this.used = used;
    this.imports = new PrefixImport(database, prefixes, this::create);
  }

  @Override
  public void wire(Wiring wiring) {
    wiring
        .resource(prefixes)
        .stub("Site")
        .children("Vrf", "prefixes", prefixes, "vrf", "vrf_id")
        .children("Prefix", "children", prefixes, "parent", "parent_id")
        .children("Site", "prefixes", prefixes, "site", "site_id")
        .values("Prefix", "used", used)
        .create(prefixes, CreatePrefixInput.class, this::create)
        .create(
            "allocatePrefix",
            prefixes,
            AllocatePrefixInput.class,
            ResourceStatus.ACTIVE,
            this::allocate)
        .update(prefixes, UpdatePrefixInput.class, PrefixFields::update)
        .delete(prefixes, dissolving)
        .mutation(
            "importPrefixes",
            request ->
                imports.run(
                    request.viewer(), wiring.read(request.input(), ImportPrefixesInput.class)));
  }

  private Answer<PrefixRow> create(
      Transaction transaction, Viewer viewer, ResourceHeader header, CreatePrefixInput input) {
    return Network.parse(input.getNetwork(), "input.network")
        .then(network ->
            vrf(transaction, viewer, header, input.getVrf())
                .then(vrf ->
                    described(
                        new PrefixRow(header, network, vrf.id()),
                        input.getSite(),
                        input.getDescription())))
        .then(prefix -> tree.placed(transaction, prefix, viewer.subject()));
  }

  private record VrfOrGlobal(@Nullable UUID id) {}

  private Answer<VrfOrGlobal> vrf(
      Transaction transaction, Viewer viewer, ResourceHeader header, @Nullable String vrf) {
    return vrf == null
        ? Answer.granted(new VrfOrGlobal(null))
        : vrfs.required(
                transaction, viewer, TypeId.parse(vrf).uuid(), header.organization(), "input.vrf")
            .then(found -> Answer.granted(new VrfOrGlobal(found.id())));
  }

  private Answer<PrefixRow> allocate(
      Transaction transaction, Viewer viewer, ResourceHeader header, AllocatePrefixInput input) {
    UUID parent = TypeId.parse(input.getParent()).uuid();
    if (prefixes.sees(transaction, viewer, parent)) {
      RoutingTable.ofPrefix(transaction, parent).ifPresent(table -> table.lockTree(transaction));
    }
    return prefixes
        .required(transaction, viewer, parent, header.organization(), "input.parent")
        .then(around -> block(transaction, around, input.getLength()))
        .then(block ->
            described(
                new PrefixRow(header, block.network(), block.around().vrf()),
                input.getSite(),
                input.getDescription()))
        .then(prefix -> tree.placed(transaction, prefix, viewer.subject()));
  }

  private record Block(Network network, PrefixRow around) {}

  private Answer<Block> block(Transaction transaction, PrefixRow around, int length) {
    Network network = around.network();
    if (length <= network.length() || length > network.bits()) {
      return Answer.refused(new PrefixError.BadLength(length, network));
    }
    return tree.lowestFreeBlock(transaction, around.id(), length)
        .map(free -> Answer.granted(new Block(free, around)))
        .orElseGet(
            () -> Answer.refused(new PrefixError.Full(new TypeId("pfx", around.id()), length)));
  }

  private static Answer<PrefixRow> update(
      Transaction transaction, Viewer viewer, PrefixRow prefix, UpdatePrefixInput input) {
    @Nullable String site =
        input.hasSite()
            ? input.getSite()
            : prefix.site == null ? null : new TypeId("site", prefix.site).toString();
    return described(
        prefix, site, input.hasDescription() ? input.getDescription() : prefix.description);
  }

  private static Answer<PrefixRow> described(
      PrefixRow prefix, @Nullable String site, @Nullable String description) {
    return Description.checked(description)
        .then(_ -> {
          prefix.site = site == null ? null : TypeId.parse(site).uuid();
          prefix.description = description;
          return Answer.granted(prefix);
        });
  }
}
