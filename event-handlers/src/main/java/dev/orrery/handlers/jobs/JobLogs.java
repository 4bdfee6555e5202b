package dev.orrery.handlers.jobs;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// What providers say while they work. Of each step the newest lines are kept; that nothing else
/// grows without bound, however much a provider talks, is worth more than the oldest ones.
@ApplicationScoped
class JobLogs {
  private static final int LONGEST_LINE = 2000;
  private static final int MOST_AT_ONCE = 100;

  private final JobSettings settings;

  JobLogs(JobSettings settings) {
    this.settings = settings;
  }

  /// Adds lines to a step that is locked.
  void append(Transaction transaction, Step step, List<String> lines, Instant now) {
    var some = lines.subList(Math.max(0, lines.size() - MOST_AT_ONCE), lines.size());
    for (int i = 0; i < some.size(); i++) {
      transaction.execute(
          Sql.of(
                  "insert into job_log (id, step, text, created_at) values (:id, :step, :text, :now)")
              .with("id", id(now, i))
              .with("step", step.id)
              .with("text", shortened(some.get(i)))
              .with("now", now));
    }
    step.logLines += some.size();
    if (step.logLines > settings.mostLogLines()) {
      transaction.execute(
          Sql.of(
                  """
                  delete from job_log where id in (
                    select id from job_log where step = :step order by id desc offset :most)
                  """)
              .with("step", step.id)
              .with("most", (long) settings.mostLogLines()));
    }
  }

  /// A UUIDv7 (RFC 9562) with microseconds in `rand_a`, and then the line's place in its report, so
  /// that ids are in the order of the lines.
  private static UUID id(Instant at, int place) {
    long micros = at.getNano() / 1000 % 1000;
    long high = at.toEpochMilli() << 16 | 0x7000 | micros;
    long low =
        0x8000_0000_0000_0000L
            | (long) place << 48
            | ThreadLocalRandom.current().nextLong() & 0xffff_ffff_ffffL;
    return new UUID(high, low);
  }

  private static String shortened(String line) {
    return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE);
  }
}
