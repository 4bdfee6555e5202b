package dev.orrery.ipam.address;

import dev.orrery.ipam.graphql.types.AllocateIpAddressInput;
import dev.orrery.ipam.graphql.types.CreateIpAddressInput;
import dev.orrery.ipam.graphql.types.IpAddressRole;
import dev.orrery.ipam.graphql.types.UpdateIpAddressInput;
import dev.orrery.ipam.notation.HostAddress;
import dev.orrery.ipam.prefix.PrefixRow;
import dev.orrery.ipam.prefix.PrefixTree;
import dev.orrery.ipam.prefix.RoutingTable;
import dev.orrery.ipam.vrf.VrfRow;
import dev.orrery.kit.access.Viewer;
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

/// IP addresses in the graph.
@ApplicationScoped
class IpAddressFields implements SubgraphPart {
  private final Resources<IpAddressRow> addresses;
  private final Resources<PrefixRow> prefixes;
  private final Resources<VrfRow> vrfs;
  private final PrefixTree tree;
  private final AddressPool pool;
  private final AddressRelease release;

  IpAddressFields(
      Resources<IpAddressRow> addresses,
      Resources<PrefixRow> prefixes,
      Resources<VrfRow> vrfs,
      PrefixTree tree,
      AddressPool pool,
      AddressRelease release) {
    this.addresses = addresses;
    this.prefixes = prefixes;
    this.vrfs = vrfs;
    this.tree = tree;
    this.pool = pool;
    this.release = release;
  }

  @Override
  public void wire(Wiring wiring) {
    wiring
        .resource(addresses)
        .stub("Instance")
        .children("Prefix", "ipAddresses", addresses, "prefix", "prefix_id")
        .children("Instance", "addresses", addresses, "instance", "instance_id")
        .create(addresses, CreateIpAddressInput.class, this::create)
        .create(
            "allocateIpAddress",
            addresses,
            AllocateIpAddressInput.class,
            ResourceStatus.ACTIVE,
            this::allocate)
        .update(addresses, UpdateIpAddressInput.class, IpAddressFields::update)
        .delete(addresses, release)
        .deletion("releaseIpAddress", addresses, release);
  }

  private Answer<IpAddressRow> create(
      Transaction transaction, Viewer viewer, ResourceHeader header, CreateIpAddressInput input) {
    return HostAddress.parse(input.getAddress(), "input.address")
        .then(address ->
            around(transaction, viewer, header, input.getVrf(), address)
                .then(prefix -> Answer.granted(new IpAddressRow(header, address, prefix))))
        .then(row -> used(row, input.getInstance(), input.getDnsName(), input.getRole()));
  }

  private Answer<PrefixRow> around(
      Transaction transaction,
      Viewer viewer,
      ResourceHeader header,
      @Nullable String vrf,
      HostAddress address) {
    if (vrf == null) {
      return around(transaction, RoutingTable.of(header.organization(), null), address);
    }
    UUID id = TypeId.parse(vrf).uuid();
    return vrfs.required(transaction, viewer, id, header.organization(), "input.vrf")
        .then(found ->
            around(transaction, RoutingTable.of(header.organization(), found.id()), address));
  }

  private Answer<PrefixRow> around(
      Transaction transaction, RoutingTable table, HostAddress address) {
    table.holdTree(transaction);
    return tree.smallestAround(transaction, table, address.text())
        .map(Answer::granted)
        .orElseGet(() -> Answer.refused(new AddressError.OutsideAllPrefixes(address)));
  }

  private Answer<IpAddressRow> allocate(
      Transaction transaction, Viewer viewer, ResourceHeader header, AllocateIpAddressInput input) {
    UUID id = TypeId.parse(input.getPrefix()).uuid();
    if (prefixes.sees(transaction, viewer, id)) {
      RoutingTable.ofPrefix(transaction, id).ifPresent(table -> table.holdTree(transaction));
    }
    return prefixes
        .required(transaction, viewer, id, header.organization(), "input.prefix")
        .then(prefix ->
            pool.lowestFree(transaction, prefix)
                .then(address -> Answer.granted(new IpAddressRow(header, address, prefix))))
        .then(row -> used(row, input.getInstance(), input.getDnsName(), input.getRole()));
  }

  private static Answer<IpAddressRow> update(
      Transaction transaction, Viewer viewer, IpAddressRow row, UpdateIpAddressInput input) {
    @Nullable String instance =
        input.hasInstance()
            ? input.getInstance()
            : row.instance == null ? null : new TypeId("inst", row.instance).toString();
    return used(
        row,
        instance,
        input.hasDnsName() ? input.getDnsName() : row.dnsName,
        input.hasRole() ? input.getRole() : row.role);
  }

  private static Answer<IpAddressRow> used(
      IpAddressRow row,
      @Nullable String instance,
      @Nullable String dnsName,
      @Nullable IpAddressRole role) {
    row.instance = instance == null ? null : TypeId.parse(instance).uuid();
    row.role = role;
    if (dnsName == null) {
      row.dnsName = null;
      return Answer.granted(named(row, row.address()));
    }
    return DnsName.parse(dnsName, "input.dnsName")
        .then(name -> {
          row.dnsName = name.text();
          return Answer.granted(named(row, name.text()));
        });
  }

  private static IpAddressRow named(IpAddressRow row, String usual) {
    if (row.header().name().isEmpty()) {
      row.header().name(usual);
    }
    return row;
  }
}
