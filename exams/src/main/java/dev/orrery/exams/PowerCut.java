package dev.orrery.exams;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

final class PowerCut implements Exam {
  private static final int MEBIBYTES = 4096;
  private static final long SEED = 11;
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @Override
  public String name() {
    return "power-cut";
  }

  @Override
  public String promise() {
    return "the power of PostgreSQL's disk is cut under load: 0 acknowledged mutations lost";
  }

  @Override
  public String course() {
    return "PostgreSQL's files are put on a disk in a file, an ext4 file system on a loop device. Under load,"
        + " at a moment drawn with a seed, PostgreSQL is frozen (kill -STOP), the disk is shut down without"
        + " being flushed, so that it keeps what reached it and nothing that the system had in its memory,"
        + " and the image is copied. PostgreSQL is killed, and started again on the copy. 5 times (--short:"
        + " once). Wants root and loop devices. A disk that loses what it has said to be durable is not"
        + " simulated.";
  }

  @Override
  public String sabotage() {
    return "PostgreSQL acknowledges before the disk has it (synchronous_commit = off, wal_writer_delay = 2s)";
  }

  @Override
  public void run(House house, Size size, boolean sabotaged, Report report) throws Exception {
    Load load = Load.ofPatientClients(house, "pc");
    if (sabotaged) {
      try (Connection database = house.databases().ofOwner();
          Statement sql = database.createStatement()) {
        sql.execute("alter system set synchronous_commit = off");
        sql.execute("alter system set wal_writer_delay = '2s'");
      }
    }
    Path images = house.home();
    house.stop("postgres");
    LoopDisk disk = disk(house, images);
    house.lastly(() -> cleared(disk));
    house.start("postgres");
    load.awaitAnswers(PATIENCE);

    int cuts = size.full() ? 5 : 1;
    Duration between = size.load().dividedBy(cuts + 1);
    Random random = new Random(SEED);
    Load.Running clients = load.start(size.rate());
    Thread.sleep(between);
    try {
      for (int cut = 1; cut <= cuts; cut++) {
        Thread.sleep(random.nextInt(2_000));
        List<ProcessHandle> frozen = frozen(house);
        int promised = load.ledger().told(Ledger.Told.OK).size();
        disk.cutPower();
        for (ProcessHandle process : frozen) {
          process.destroyForcibly();
        }
        house.awaitEnd("postgres");
        for (ProcessHandle process : frozen) {
          process.onExit().join();
        }
        disk.replaceByCopy(images.resolve("disk-%d.img".formatted(cut)));
        house.start("postgres");
        long up = System.nanoTime();
        load.awaitAnswers(PATIENCE);
        report.line(
            "  cut %d, after %d operations had been acknowledged; everybody answers %.1f s after PostgreSQL"
                + " was up",
            cut, promised, (System.nanoTime() - up) / 1e9);
        Thread.sleep(between);
      }
    } finally {
      clients.stop();
    }
    if (!load.ledger().told(Ledger.Told.FAILED).isEmpty()) {
      throw new AssertionError(
          "%s; what is right was refused: %s".formatted(load.ledger(), load.ledger().refusals()));
    }
    new Healing(house, load, size.healing()).check(report);
  }

  private static LoopDisk disk(House house, Path images) throws Exception {
    try {
      return LoopDisk.below(
          house.home().resolve("data/postgres"), images.resolve("disk-0.img"), MEBIBYTES);
    } catch (Impossible lacking) {
      house.start("postgres");
      throw lacking;
    }
  }

  /// Freezes the one who starts processes first, so that no other can come after.
  private static List<ProcessHandle> frozen(House house) throws IOException, InterruptedException {
    ProcessHandle postmaster = house.process("postgres").orElseThrow();
    signal("-STOP", List.of(postmaster));
    List<ProcessHandle> children = postmaster.descendants().toList();
    signal("-STOP", children);
    List<ProcessHandle> all = new ArrayList<>(children);
    all.addFirst(postmaster);
    return all;
  }

  private static void signal(String signal, List<ProcessHandle> processes)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kill", signal));
    processes.forEach(process -> command.add(String.valueOf(process.pid())));
    // One that ended by itself meanwhile makes kill complain, and is as good as frozen.
    var _ =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
  }

  private static void cleared(LoopDisk disk) throws IOException {
    try {
      if (disk.isMounted()) {
        disk.unmount();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("the disk stays mounted", stopped);
    }
  }
}
