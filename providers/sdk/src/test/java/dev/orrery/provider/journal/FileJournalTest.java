package dev.orrery.provider.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {
  private static final String RESOURCE = "inst_01jd8x3f7vekmrh0v6q1c2t9ab";

  @TempDir Path folder;

  @Test
  void rememberedThingsSurviveAReopen() {
    try (var journal = FileJournal.open(file())) {
      journal.update(RESOURCE, memory -> memory.cancelling("operation-7"));
    }

    try (var journal = FileJournal.open(file())) {
      assertThat(journal.recall(RESOURCE).cancelled()).isEqualTo("operation-7");
      assertThat(journal.recall("inst_other")).isEqualTo(Memory.blank("inst_other"));
    }
  }

  @Test
  void aTornLastLineIsCutOffAndTheNextWriteIsWhole() throws IOException {
    try (var journal = FileJournal.open(file())) {
      journal.update(RESOURCE, memory -> memory.cancelling("first"));
    }
    Files.writeString(file(), "{\"resourceId\":\"inst_", StandardOpenOption.APPEND);

    try (var journal = FileJournal.open(file())) {
      journal.update(RESOURCE, memory -> memory.cancelling("second"));
    }

    assertThat(Files.readAllLines(file())).hasSize(2);
    try (var journal = FileJournal.open(file())) {
      assertThat(journal.recall(RESOURCE).cancelled()).isEqualTo("second");
    }
  }

  @Test
  void aBrokenLineInTheMiddleIsRefusedInsteadOfForgotten() throws IOException {
    Files.writeString(file(), "nonsense\n");

    assertThatThrownBy(() -> FileJournal.open(file()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("broken line");
  }

  @Test
  void historyIsShortenedToOneLineAResource() throws IOException {
    try (var journal = FileJournal.open(file())) {
      for (int i = 0; i < 1100; i++) {
        var operation = "operation-" + i;
        journal.update(RESOURCE, memory -> memory.cancelling(operation));
      }
    }

    FileJournal.open(file()).close();

    assertThat(Files.readAllLines(file())).singleElement().asString().contains("operation-1099");
  }

  @Test
  void parallelUpdatesOfOneResourceAreNotLost() throws Exception {
    try (var journal = FileJournal.open(file())) {
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 100; i++) {
          threads.submit(() ->
              journal.update(
                  RESOURCE,
                  memory -> {
                    var before = memory.cancelled();
                    return memory.cancelling(before == null ? "x" : before + "x");
                  }));
        }
      }
      assertThat(journal.recall(RESOURCE).cancelled()).hasSize(100);
    }
  }

  private Path file() {
    return folder.resolve("orders.journal");
  }
}
