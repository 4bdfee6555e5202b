package dev.orrery.ipam.prefix;

import dev.orrery.ipam.graphql.types.CreatePrefixInput;
import dev.orrery.ipam.graphql.types.ImportPrefixesInput;
import dev.orrery.ipam.graphql.types.ImportedPrefixInput;
import dev.orrery.ipam.notation.Network;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Imports prefixes in one transaction: all rows, or none.
final class PrefixImport {
  private static final int MOST_ROWS = 1000;
  private static final String FIELD = "input.prefixes";
  private static final String KNOWN =
      """
      where t.organization_id = :organization and t.network = cast(cast(:network as text) as cidr)
        and t.vrf_id is not distinct from cast(:vrf as uuid)
      """;

  private final Database database;
  private final Resources<PrefixRow> prefixes;
  private final NewPrefix newPrefix;

  /// How a prefix is made of its input, in or out of an import.
  @FunctionalInterface
  interface NewPrefix {
    Answer<PrefixRow> make(
        Transaction transaction, Viewer viewer, ResourceHeader header, CreatePrefixInput input);
  }

  PrefixImport(Database database, Resources<PrefixRow> prefixes, NewPrefix newPrefix) {
    this.database = database;
    this.prefixes = prefixes;
    this.newPrefix = newPrefix;
  }

  Answer<Map<String, Object>> run(Viewer viewer, ImportPrefixesInput input) {
    List<ImportedPrefixInput> rows = input.getPrefixes();
    if (rows.size() > MOST_ROWS) {
      return Answer.refused(
          new InvalidArgument(
              FIELD, "%d rows, import at most %d at a time".formatted(rows.size(), MOST_ROWS)));
    }
    return prefixes.answer(() -> {
      prefixes.requireCreation(viewer, TypeId.parse(input.getOrganization(), "org").uuid());
      return database.inTransaction(
          transaction -> imported(transaction, viewer, input.getOrganization(), rows));
    });
  }

  private Map<String, Object> imported(
      Transaction transaction, Viewer viewer, String organization, List<ImportedPrefixInput> rows) {
    List<Snapshot> found = new ArrayList<>();
    List<BadRow> refused = new ArrayList<>();
    Set<String> places = new HashSet<>();
    int existing = 0;
    for (int i = 0; i < rows.size(); i++) {
      ImportedPrefixInput row = rows.get(i);
      try {
        Network network = Network.parse(row.getNetwork(), "network").orRollBack();
        if (!places.add(row.getVrf() + " " + network.text())) {
          throw new RefusedException(
              new InvalidArgument(
                  "network", "%s stands in an earlier row".formatted(network.text())));
        }
        ResourceHeader header = header(viewer, organization, row);
        Optional<PrefixRow> known = known(transaction, header.organization(), row, network);
        existing += known.isPresent() ? 1 : 0;
        found.add(
            known.isPresent()
                ? known.get().snapshot()
                : create(transaction, viewer, organization, header, row));
      } catch (RefusedException bad) {
        refused.add(new BadRow(i, bad.error()));
      }
    }
    if (!refused.isEmpty()) {
      throw new RefusedException(new RowsRefused(FIELD, refused));
    }
    return Map.of("created", rows.size() - existing, "existing", existing, "prefixes", found);
  }

  private ResourceHeader header(Viewer viewer, String organization, ImportedPrefixInput row) {
    Map<String, @Nullable Object> common = new HashMap<>();
    common.put("organization", organization);
    if (row.getName() != null) {
      common.put("name", row.getName());
    }
    common.put("labels", row.getLabels());
    return prefixes.header(viewer, "createPrefix", common, ResourceStatus.ACTIVE);
  }

  private Optional<PrefixRow> known(
      Transaction transaction, UUID organization, ImportedPrefixInput row, Network network) {
    @Nullable String vrf = row.getVrf();
    return transaction
        .select(
            PrefixRow.class,
            Sql.of(prefixes.type().select())
                .append(KNOWN)
                .with("organization", organization)
                .with("network", network.text())
                .with("vrf", vrf == null ? null : TypeId.parse(vrf).uuid()))
        .stream()
        .findFirst();
  }

  private Snapshot create(
      Transaction transaction,
      Viewer viewer,
      String organization,
      ResourceHeader header,
      ImportedPrefixInput row) {
    CreatePrefixInput input =
        CreatePrefixInput.newBuilder()
            .organization(organization)
            .network(row.getNetwork())
            .vrf(row.getVrf())
            .site(row.getSite())
            .description(row.getDescription())
            .build();
    PrefixRow prefix = newPrefix.make(transaction, viewer, header, input).orRollBack();
    return prefixes.created(transaction, prefix, viewer.subject());
  }
}
