package dev.orrery.kit.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SettledTest {
  private static final Settled.Look EMPTY = new Settled.Look(Long.MAX_VALUE, 0, 1, 1);

  private final Settled settled = new Settled(() -> EMPTY, Runnable::run);

  @Test
  void nothingIsSettledAtTheFirstLook() {
    settled.saw(new Settled.Look(Long.MAX_VALUE, 100, 7, 9));
    assertThat(settled.from()).isZero();
  }

  @Test
  void publishedRowsAreSettledOnceAllTransactionsOfTheirTimeAreOver() {
    settled.saw(new Settled.Look(Long.MAX_VALUE, 100, 7, 9));
    settled.saw(new Settled.Look(Long.MAX_VALUE, 150, 9, 12));
    assertThat(settled.from()).isEqualTo(101);
  }

  @Test
  void aTransactionThatGoesOnKeepsRowsOfItsTimeUnsettled() {
    settled.saw(new Settled.Look(Long.MAX_VALUE, 100, 7, 9));
    settled.saw(new Settled.Look(Long.MAX_VALUE, 150, 8, 12));
    assertThat(settled.from()).isZero();
    settled.saw(new Settled.Look(Long.MAX_VALUE, 200, 14, 15));
    assertThat(settled.from()).isEqualTo(101);
  }

  @Test
  void anUnpublishedRowIsNotSettledAndNothingAboveItIs() {
    settled.saw(new Settled.Look(40, 100, 7, 9));
    settled.saw(new Settled.Look(40, 150, 9, 12));
    assertThat(settled.from()).isEqualTo(40);
  }

  @Test
  void aRowThatIsRestoredBelowIsFoundByTheNextLook() {
    settled.saw(EMPTY);
    settled.saw(new Settled.Look(Long.MAX_VALUE, 100, 5, 5));
    settled.saw(new Settled.Look(Long.MAX_VALUE, 100, 6, 6));
    assertThat(settled.from()).isEqualTo(101);
    settled.saw(new Settled.Look(3, 100, 7, 7));
    assertThat(settled.from()).isEqualTo(3);
  }

  @Test
  void neverPassesARowThatIsStillToAppear() {
    for (int seed = 0; seed < 300; seed++) {
      Database database = new Database(new Random(seed));
      Settled relay = new Settled(() -> EMPTY, Runnable::run);
      for (int step = 0; step < 400; step++) {
        database.step();
        if (step % 7 == 0) {
          relay.saw(database.look());
        }
        assertThat(database.lowestToCome())
            .as("seed %d", seed)
            .isGreaterThanOrEqualTo(relay.from());
      }
    }
  }

  /// Transactions that take a number, then ids, then commit or not, in any order.
  private static final class Database {
    private final Random random;
    private final TreeMap<Long, List<Long>> running = new TreeMap<>();
    private final TreeSet<Long> unpublished = new TreeSet<>();
    private long transactions;
    private long ids;
    private long highest;

    Database(Random random) {
      this.random = random;
    }

    void step() {
      switch (random.nextInt(6)) {
        case 0 -> running.put(++transactions, new ArrayList<>());
        case 1, 2 -> {
          if (!running.isEmpty()) {
            running.get(any()).add(++ids);
          }
        }
        case 3 -> {
          if (!running.isEmpty()) {
            List<Long> rows = running.remove(any());
            if (random.nextInt(4) > 0) {
              unpublished.addAll(rows);
              highest = Math.max(highest, rows.stream().mapToLong(row -> row).max().orElse(0));
            }
          }
        }
        default -> unpublished.pollFirst();
      }
    }

    private long any() {
      return List.copyOf(running.keySet()).get(random.nextInt(running.size()));
    }

    Settled.Look look() {
      return new Settled.Look(
          unpublished.isEmpty() ? Long.MAX_VALUE : unpublished.first(),
          highest,
          running.isEmpty() ? transactions + 1 : running.firstKey(),
          transactions + 1);
    }

    /// Of what is not published, seen or not.
    long lowestToCome() {
      long hidden =
          running.values().stream().flatMap(List::stream).mapToLong(id -> id).min().orElse(ids + 1);
      return unpublished.isEmpty() ? hidden : Math.min(hidden, unpublished.first());
    }
  }
}
