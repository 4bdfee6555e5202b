package dev.orrery.provider.containers;

import dev.orrery.provider.journal.Journal;
import dev.orrery.provider.journal.Memory;
import java.time.Instant;
import java.util.function.UnaryOperator;

/// A journal that asks the engine about resources it has forgotten.
final class RememberingJournal implements Journal {
  private final Journal journal;
  private final Notes notes;

  RememberingJournal(Journal journal, Notes notes) {
    this.journal = journal;
    this.notes = notes;
  }

  @Override
  public Memory recall(String resourceId) {
    return recovered(journal.recall(resourceId));
  }

  @Override
  public Memory update(String resourceId, UnaryOperator<Memory> change) {
    return journal.update(resourceId, change);
  }

  /// The answer is lost, and so is what the last order was; it is carried out again if it comes
  /// again, which changes nothing.
  private Memory recovered(Memory memory) {
    if (!memory.at().equals(Instant.EPOCH)) {
      return memory;
    }
    var note = notes.recall(memory.resourceId());
    return new Memory(
        memory.resourceId(),
        note.fencingToken(),
        note.generation(),
        null,
        0,
        0,
        null,
        null,
        Instant.EPOCH);
  }

  @Override
  public void close() {
    journal.close();
  }
}
