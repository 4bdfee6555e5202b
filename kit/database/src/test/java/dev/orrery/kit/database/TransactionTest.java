package dev.orrery.kit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kit.testing.PostgresResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = PostgresResource.class,
    initArgs = @ResourceArg(name = "service", value = "instance"))
class TransactionTest {
  private final String id = UUID.randomUUID().toString();

  @Inject Database database;

  @Test
  void writesWhatWasChangedBeforeEachQuery() {
    aNote("old");
    String seen =
        database.inTransaction(transaction -> {
          note(transaction).body = "new";
          return body(transaction);
        });
    assertThat(seen).isEqualTo("new");
  }

  @Test
  void deferredChangesAreWrittenAtTheEndAndNotBefore() {
    aNote("old");
    String seen =
        database.inTransaction(transaction -> {
          transaction.deferWrites();
          note(transaction).body = "new";
          return body(transaction);
        });
    assertThat(seen).isEqualTo("old");
    assertThat(written()).isEqualTo("new");
  }

  @Test
  void aFlushWritesWhatWasDeferred() {
    aNote("old");
    String seen =
        database.inTransaction(transaction -> {
          transaction.deferWrites();
          note(transaction).body = "new";
          transaction.flush();
          return body(transaction);
        });
    assertThat(seen).isEqualTo("new");
  }

  @Test
  void detachingEndsTheDeferring() {
    aNote("old");
    String seen =
        database.inTransaction(transaction -> {
          transaction.deferWrites();
          note(transaction).body = "newer";
          transaction.detachAll();
          note(transaction).body = "newest";
          return body(transaction);
        });
    assertThat(seen).isEqualTo("newest");
    assertThat(written()).isEqualTo("newest");
  }

  @Test
  void carriesOneOfATypeAndOnlyInItsOwnTransaction() {
    List<Object> carried = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      database.inTransaction(transaction -> {
        Note first = transaction.carried(Note.class, Note::new);
        assertThat(transaction.carried(Note.class, Note::new)).isSameAs(first);
        return carried.add(first);
      });
    }
    assertThat(carried.getFirst()).isNotSameAs(carried.getLast());
  }

  @Test
  void whatRunsBeforeTheCommitMayAskForMore() {
    database.inTransaction(transaction -> {
      transaction.beforeCommit(() -> {
        transaction.persist(new Note(id, "first"));
        transaction.beforeCommit(() -> note(transaction).body = "second");
      });
      return true;
    });
    assertThat(written()).isEqualTo("second");
  }

  @Test
  void whatFailsBeforeTheCommitRollsBack() {
    aNote("old");
    List<String> told = new ArrayList<>();
    assertThatThrownBy(() ->
            database.inTransaction(transaction -> {
              transaction.afterCommit(() -> told.add("committed"));
              note(transaction).body = "new";
              transaction.beforeCommit(() -> {
                throw new IllegalStateException("no");
              });
              return true;
            }))
        .hasMessage("no");
    assertThat(written()).isEqualTo("old");
    assertThat(told).isEmpty();
  }

  private void aNote(String body) {
    database.inTransaction(transaction -> {
      transaction.persist(new Note(id, body));
      return true;
    });
  }

  private Note note(Transaction transaction) {
    return Objects.requireNonNull(transaction.find(Note.class, id));
  }

  private String body(Transaction transaction) {
    return (String)
        Objects.requireNonNull(
            transaction.rows(Sql.of("select body from note where id = :id").with("id", id))
                .getFirst()[0]);
  }

  private String written() {
    return database.read(this::body);
  }
}
