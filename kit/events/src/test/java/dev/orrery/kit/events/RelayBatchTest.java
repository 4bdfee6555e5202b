package dev.orrery.kit.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kit.events.RelayBatch.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RelayBatchTest {
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Long> sent = new CopyOnWriteArrayList<>();

  @AfterEach
  void end() {
    executor.shutdownNow();
  }

  @Test
  void sendsTheRowsOfAKeyOneAfterTheOther() throws Exception {
    List<OutboxRow> rows = new ArrayList<>();
    for (long id = 1; id <= 200; id++) {
      rows.add(row(id, "key" + id % 4));
    }
    Set<String> underWay = java.util.concurrent.ConcurrentHashMap.newKeySet();
    RelayBatch batch = new RelayBatch(rows);

    batch.setOut(
        executor,
        row -> {
          assertThat(underWay.add(row.orderingKey())).as("alone on its line").isTrue();
          Thread.yield();
          sent.add(row.id());
          underWay.remove(row.orderingKey());
          return Sent.STORED;
        },
        null);
    batch.await();

    for (int key = 0; key < 4; key++) {
      int line = key;
      assertThat(sent.stream().filter(id -> id % 4 == line)).isSorted().hasSize(50);
    }
    assertThat(batch.published()).containsExactlyInAnyOrderElementsOf(batch.ids());
  }

  @Test
  void aKeyThatWaitsHoldsBackNoOther() throws Exception {
    CountDownLatch others = new CountDownLatch(50);
    List<OutboxRow> rows = new ArrayList<>(List.of(row(1, "slow")));
    for (long id = 2; id <= 51; id++) {
      rows.add(row(id, "key" + id));
    }
    RelayBatch batch = new RelayBatch(rows);

    batch.setOut(
        executor,
        row -> {
          if (row.orderingKey().equals("slow")) {
            return await(others) ? Sent.STORED : Sent.NOT_STORED;
          }
          others.countDown();
          return Sent.STORED;
        },
        null);
    batch.await();

    assertThat(batch.published()).hasSize(51);
  }

  @Test
  void whatFollowsARowThatWasNotStoredStaysWhereItIs() throws Exception {
    RelayBatch batch =
        new RelayBatch(List.of(row(1, "a"), row(2, "a"), row(3, "a"), row(4, "b"), row(5, "b")));

    batch.setOut(executor, answering(Map.of(2L, Sent.NOT_STORED)), null);
    batch.await();

    assertThat(sent).containsExactlyInAnyOrder(1L, 2L, 4L, 5L);
    assertThat(batch.published()).containsExactlyInAnyOrder(1L, 4L, 5L);
    assertThat(batch.isFenced()).isFalse();
  }

  @Test
  void aFenceEndsItsLineAndIsTold() throws Exception {
    RelayBatch batch = new RelayBatch(List.of(row(1, "a"), row(2, "a"), row(3, "b")));

    batch.setOut(executor, answering(Map.of(1L, Sent.FENCED)), null);
    batch.await();

    assertThat(sent).containsExactlyInAnyOrder(1L, 3L);
    assertThat(batch.published()).containsExactly(3L);
    assertThat(batch.isFenced()).isTrue();
  }

  @Test
  void aLineSetsOutWhenThatOfItsKeyBeforeHasEndedAndOtherKeysAtOnce() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch other = new CountDownLatch(1);
    RelayBatch first = new RelayBatch(List.of(row(1, "a")));
    RelayBatch second = new RelayBatch(List.of(row(2, "a"), row(3, "b")));

    first.setOut(
        executor,
        row -> {
          await(release);
          sent.add(row.id());
          return Sent.STORED;
        },
        null);
    second.setOut(
        executor,
        row -> {
          sent.add(row.id());
          if (row.id() == 3) {
            other.countDown();
          }
          return Sent.STORED;
        },
        first);

    assertThat(await(other)).isTrue();
    Thread.sleep(Duration.ofMillis(50));
    assertThat(sent).containsExactly(3L);
    release.countDown();
    first.await();
    second.await();
    assertThat(sent).containsExactly(3L, 1L, 2L);
  }

  @Test
  void aLineStaysAtHomeWhenThatOfItsKeyBeforeDidNotEndWell() throws Exception {
    RelayBatch first = new RelayBatch(List.of(row(1, "a"), row(2, "b")));
    RelayBatch second = new RelayBatch(List.of(row(3, "a"), row(4, "b")));
    RelayBatch third = new RelayBatch(List.of(row(5, "a")));

    first.setOut(executor, answering(Map.of(1L, Sent.NOT_STORED)), null);
    second.setOut(executor, answering(Map.of()), first);
    third.setOut(executor, answering(Map.of()), second);
    first.await();
    second.await();
    third.await();

    assertThat(sent).containsExactlyInAnyOrder(1L, 2L, 4L);
    assertThat(second.published()).containsExactly(4L);
    assertThat(third.published()).isEmpty();
  }

  @Test
  void aBugOnOneLineIsNoSuccessAndIsNotSwallowed() {
    RelayBatch batch = new RelayBatch(List.of(row(1, "a"), row(2, "a"), row(3, "b")));

    batch.setOut(
        executor,
        row -> {
          if (row.id() == 1) {
            throw new IllegalArgumentException("no such header");
          }
          return Sent.STORED;
        },
        null);

    assertThatThrownBy(batch::await)
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("no such header");
    assertThat(batch.published()).doesNotContain(1L, 2L);
  }

  private RelayBatch.Sender answering(Map<Long, Sent> answers) {
    return row -> {
      sent.add(row.id());
      return answers.getOrDefault(row.id(), Sent.STORED);
    };
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static OutboxRow row(long id, String key) {
    return new OutboxRow(id, "m" + id, "changes.x", Map.of(), "{}", key);
  }
}
