package dev.orrery.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kit.access.PolicyRights;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.access.policy.PolicyIndex;
import dev.orrery.kit.database.ClientWork;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.SessionReach;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.NatsResource;
import dev.orrery.kit.testing.TokensResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What sessions of the service's own pool reach, whatever their statements say. The service does
/// not know who owns its tables.
@QuarkusTest
@WithTestResource(MigratedBefore.class)
@WithTestResource(
    value = NatsResource.class,
    initArgs = @ResourceArg(name = "service", value = "location"))
@WithTestResource(TokensResource.class)
class WallTest {
  private static final Sql EVERY_REGION =
      Sql.of("select distinct organization_id, pg_backend_pid() from region");
  private static final Sql EVERY_REGION_OF_OURS =
      Sql.of(
          "select distinct organization_id, pg_backend_pid() from region where organization_id = any(:ours)");

  @Inject Database database;
  @Inject PolicyIndex policy;

  private final UUID acme = TypeId.generate("org").uuid();
  private final UUID other = TypeId.generate("org").uuid();

  @BeforeEach
  void aRegionOfEach() throws Exception {
    for (UUID organization : List.of(acme, other)) {
      onVirtualThread(
          () -> database.own().inTransaction(transaction -> region(transaction, organization)));
    }
  }

  private static int region(Transaction transaction, UUID organization) {
    return transaction.execute(
        Sql.of(
                """
                insert into region (id, organization_id, name, status, labels, annotations, version, created_at, updated_at)
                values (:id, :organization, :name, 'ACTIVE', '{}', '{}', 1, now(), now())
                """)
            .with("id", UUID.randomUUID())
            .with("organization", organization)
            .with("name", UUID.randomUUID().toString()));
  }

  @Test
  void aPooledConnectionKeepsNothingOfTheSessionBefore() throws Exception {
    Map<Object, Set<String>> askers = new HashMap<>();
    for (int round = 0; round < 20; round++) {
      for (UUID organization : List.of(acme, other)) {
        List<Object[]> read =
            as(organization, () -> database.read(transaction -> transaction.rows(EVERY_REGION)));
        List<Object[]> changed =
            as(
                organization,
                () -> database.inTransaction(transaction -> transaction.rows(EVERY_REGION)));
        for (List<Object[]> rows : List.of(read, changed)) {
          assertThat(rows).extracting(row -> row[0]).containsExactly(organization);
          askers
              .computeIfAbsent(rows.getFirst()[1], _ -> new HashSet<>())
              .add(organization.toString());
        }
      }
      assertThat(seen(database::read)).as("of nobody's session").isEmpty();
      assertThat(seen(database::inTransaction)).as("of nobody's session").isEmpty();
      assertThat(own()).contains(acme, other);
    }
    assertThat(askers.values())
        .as("sessions of both on one connection")
        .anyMatch(of -> of.size() == 2);
  }

  @Test
  void sessionsSideBySideReachTheirOwn() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          java.util.stream.IntStream.range(0, 200)
              .mapToObj(i -> i % 2 == 0 ? acme : other)
              .map(organization ->
                  Map.entry(
                      organization,
                      threads.submit(() ->
                          ClientWork.call(
                              () -> SessionReach.of("user_x", Set.of(organization)),
                              () ->
                                  database.read(transaction ->
                                      List.of(
                                          transaction.rows(EVERY_REGION),
                                          transaction.rows(EVERY_REGION)))))))
              .toList();
      for (var each : all) {
        for (List<Object[]> rows : each.getValue().get()) {
          assertThat(rows).extracting(row -> row[0]).containsExactly(each.getKey());
        }
      }
    }
  }

  @Test
  void aClientsChangeOfAnotherOrganizationsRowsIsRefusedByTheDatabase() throws Exception {
    Sql taking =
        Sql.of("update region set name = 'taken' where organization_id = :other")
            .with("other", other);
    int taken = as(acme, () -> database.inTransaction(transaction -> transaction.execute(taking)));
    assertThat(taken).isZero();
    assertThatThrownBy(
            () -> as(acme, () -> database.inTransaction(transaction -> region(transaction, other))))
        .hasMessageContaining("violates row-level security policy");
    int made = as(acme, () -> database.inTransaction(transaction -> region(transaction, acme)));
    assertThat(made).isEqualTo(1);
  }

  @Test
  void aTransactionReachesMoreOnlyOnceItIsWidenedAndUntilItsEnd() throws Exception {
    Sql ours = EVERY_REGION_OF_OURS.with("ours", new UUID[] {acme, other});
    as(
        acme,
        () -> {
          database.inTransaction(transaction -> {
            assertThat(transaction.rows(ours)).hasSize(1);
            transaction.widen();
            assertThat(transaction.rows(ours)).hasSize(2);
            return true;
          });
          for (int i = 0; i < 10; i++) {
            List<Object[]> later = database.read(transaction -> transaction.rows(ours));
            assertThat(later).hasSize(1);
          }
          return true;
        });
  }

  @Test
  void aViewerReachesTheOrganizationsInWhichThereIsAnyRight() throws Exception {
    Viewer nobody =
        Viewer.of(
            "user_nobody",
            new PolicyRights(policy, TypeId.generate("user").toString(), Instant.now()));

    List<Object[]> ofNobody =
        onVirtualThread(() -> ClientWork.call(nobody::reach, this::everyRegion));
    assertThat(ofNobody).isEmpty();
    List<Object[]> ofOperator =
        onVirtualThread(
            () -> ClientWork.call(Viewer.operator("operator")::reach, this::everyRegion));
    assertThat(ofOperator).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void onlyWhatAClientReadsIsPlannedEachTime() throws Exception {
    Sql planning = Sql.of("select current_setting('plan_cache_mode')");
    for (int round = 0; round < 20; round++) {
      List<String> modes =
          Stream.of(
                  as(acme, () -> database.read(transaction -> transaction.rows(planning))),
                  as(acme, () -> database.inTransaction(transaction -> transaction.rows(planning))),
                  onVirtualThread(
                      () -> database.own().read(transaction -> transaction.rows(planning))))
              .map(rows -> (String) rows.getFirst()[0])
              .toList();
      assertThat(modes).containsExactly("force_custom_plan", "auto", "auto");
    }
  }

  private List<Object[]> everyRegion() {
    return database.read(transaction -> transaction.rows(EVERY_REGION));
  }

  private Set<Object> own() throws Exception {
    return onVirtualThread(() -> {
      Set<Object> organizations = new HashSet<>();
      database
          .own()
          .read(transaction -> transaction.rows(EVERY_REGION))
          .forEach(row -> organizations.add(Objects.requireNonNull(row[0])));
      return organizations;
    });
  }

  private List<Object[]> seen(Function<Function<Transaction, List<Object[]>>, List<Object[]>> how)
      throws Exception {
    return onVirtualThread(() -> how.apply(transaction -> transaction.rows(EVERY_REGION)));
  }

  private static <T> T as(UUID organization, Supplier<T> work) throws Exception {
    return onVirtualThread(
        () -> ClientWork.call(() -> SessionReach.of("user_x", Set.of(organization)), work));
  }

  private static <T> T onVirtualThread(Supplier<T> work) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return threads.submit(work::get).get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
  }
}
