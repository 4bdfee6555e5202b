package dev.orrery.exams;

import java.util.Map;

/// Makes the jobs of instances with a certain word in their name impossible to write down, as a row
/// does that a table cannot take; and heals it.
final class Poisoned {
  static final String CONSUMER = "handlers-plan-job";
  static final String STREAM = "CHANGES_INSTANCE";
  static final String WORD = "poison";

  private Poisoned() {}

  /// @param more of event-handlers' environment
  static void in(House house, Map<String, String> more) {
    // Nothing comes of the jobs: this is about events alone.
    house.stop("simulator");
    if (!more.isEmpty()) {
      house.stop("event-handlers");
      house.start("event-handlers", more);
    }
    house
        .databases()
        .sql(
            "handlers",
            """
            create function poisoned() returns trigger language plpgsql as $$
            begin
              raise exception 'no job can be made of poison';
            end $$;
            create trigger poisoned before insert on job for each row
            when (new.desired like '%%%s%%') execute function poisoned();
            """
                .formatted(WORD));
  }

  static void heal(House house) {
    house.databases().sql("handlers", "drop trigger poisoned on job; drop function poisoned();");
  }
}
