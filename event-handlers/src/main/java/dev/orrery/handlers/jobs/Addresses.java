package dev.orrery.handlers.jobs;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// What ipam said about the addresses of instances, kept because it may say so before the
/// instance's job exists.
@ApplicationScoped
class Addresses {

  /// Why an instance got none.
  record Refusal(String code, String message) {}

  List<String> of(Transaction transaction, UUID instance) {
    return transaction
        .rows(
            Sql.of("select address from instance_address where instance = :instance order by id")
                .with("instance", instance))
        .stream()
        .map(row -> (String) Objects.requireNonNull(row[0]))
        .toList();
  }

  Optional<Refusal> refusalOf(Transaction transaction, UUID instance) {
    return transaction
        .rows(
            Sql.of("select code, message from address_refusal where instance = :instance")
                .with("instance", instance))
        .stream()
        .map(row ->
            new Refusal(
                (String) Objects.requireNonNull(row[0]), (String) Objects.requireNonNull(row[1])))
        .findFirst();
  }

  void assign(Transaction transaction, UUID id, UUID instance, String address) {
    transaction.execute(
        Sql.of(
                """
                insert into instance_address (id, instance, address)
                values (:id, :instance, :address)
                on conflict (id) do update set instance = excluded.instance, address = excluded.address
                """)
            .with("id", id)
            .with("instance", instance)
            .with("address", address));
    transaction.execute(
        Sql.of("delete from address_refusal where instance = :instance")
            .with("instance", instance));
  }

  void release(Transaction transaction, UUID id) {
    transaction.execute(Sql.of("delete from instance_address where id = :id").with("id", id));
  }

  void refuse(Transaction transaction, UUID instance, Refusal refusal) {
    transaction.execute(
        Sql.of(
                """
                insert into address_refusal (instance, code, message)
                values (:instance, :code, :message)
                on conflict (instance) do update set code = excluded.code, message = excluded.message
                """)
            .with("instance", instance)
            .with("code", refusal.code())
            .with("message", refusal.message()));
  }
}
