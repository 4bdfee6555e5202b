package dev.orrery.permissions.user;

import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// Users as those know them who let them in.
@ApplicationScoped
public class Accounts {
  private final Database database;

  Accounts(Database database) {
    this.database = database.own();
  }

  public Optional<UserRow> find(UUID id) {
    return database.read(transaction -> find(transaction, id));
  }

  public Optional<UserRow> find(Transaction transaction, UUID id) {
    return Optional.ofNullable(transaction.find(UserRow.class, id));
  }

  public Optional<UserRow> find(Transaction transaction, String email) {
    return transaction
        .select(
            UserRow.class,
            Sql.of("select t.* from user_account t where t.email = :email")
                .with("email", email.toLowerCase(Locale.ROOT)))
        .stream()
        .findFirst();
  }
}
