package dev.orrery.exams;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// A sabotage: the outbox of a service as if it were kept in the process's memory and written
/// behind every second, instead of in the transaction of the change. What was not written yet dies
/// with the process.
final class OutboxInMemory implements AutoCloseable {
  private static final String COLUMNS =
      "id, message_id, subject, headers, body, ordering_key, event_type, resource, resource_version, created_at";

  /// Rows take the way round, unless it is the writer behind who brings them.
  private static final String DIVERT =
      """
      create table outbox_memory (like outbox including defaults);
      create function keep_in_memory() returns trigger language plpgsql as $$
      begin
        if current_setting('exam.written_behind', true) = 'yes' then
          return new;
        end if;
        insert into outbox_memory select new.*;
        return null;
      end $$;
      create trigger keep_in_memory before insert on outbox for each row execute function keep_in_memory();
      """;

  private static final String WRITE_BEHIND =
      """
      set exam.written_behind = 'yes';
      with memory as (delete from outbox_memory returning *)
      insert into outbox (%1$s) overriding system value select %1$s from memory order by id;
      """
          .formatted(COLUMNS);

  private final House house;
  private final List<String> rooms;
  private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();

  OutboxInMemory(House house, List<String> rooms) {
    this.house = house;
    this.rooms = rooms;
    rooms.forEach(room -> house.databases().sql(room, DIVERT));
    var _ = writer.scheduleWithFixedDelay(this::write, 1, 1, TimeUnit.SECONDS);
  }

  private void write() {
    rooms.forEach(room -> house.databases().sql(room, WRITE_BEHIND));
  }

  /// The process of that service has died.
  void died(String room) {
    house.databases().sql(room, "delete from outbox_memory");
  }

  @Override
  public void close() {
    writer.close();
    write();
  }
}
