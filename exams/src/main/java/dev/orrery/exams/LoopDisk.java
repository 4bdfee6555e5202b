package dev.orrery.exams;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A disk whose power can be cut: an ext4 file system in a file, mounted by a loop device. The file
/// holds what reached the disk; what the system still holds in its memory is not in there.
final class LoopDisk {
  /// `_IOR('X', 125, __u32)` of Linux' `fs/ext4/ext4.h`.
  private static final long EXT4_IOC_SHUTDOWN = 0x8004587DL;

  /// From now on nothing is written, the journal neither.
  private static final int WITHOUT_FLUSHING_THE_LOG = 2;

  private final Path mount;
  private Path image;

  private LoopDisk(Path mount, Path image) {
    this.mount = mount;
    this.image = image;
  }

  /// Puts a new disk below a folder, with all that is in it.
  ///
  /// @param mebibytes the size; what is not written takes no room
  /// @throws Exam.Impossible when this machine lets us mount nothing
  static LoopDisk below(Path folder, Path image, int mebibytes)
      throws Exam.Impossible, IOException, InterruptedException {
    possible(List.of("truncate", "-s", mebibytes + "M", image.toString()));
    possible(List.of("mkfs.ext4", "-q", "-F", image.toString()));
    Path aside = folder.resolveSibling(folder.getFileName() + ".aside");
    Files.move(folder, aside);
    Files.createDirectory(folder);
    LoopDisk disk = new LoopDisk(folder, image);
    try {
      disk.mount();
    } catch (IOException refused) {
      Files.delete(folder);
      Files.move(aside, folder);
      throw new Exam.Impossible(
          "a file system in a file can be mounted by root alone, where loop devices are allowed: "
              + refused.getMessage());
    }
    run(List.of("cp", "-a", aside + "/.", folder.toString()));
    run(List.of("rm", "-rf", aside.toString(), folder.resolve("lost+found").toString()));
    run(List.of("sync", "--file-system", folder.toString()));
    return disk;
  }

  /// Nothing more reaches the disk. Whoever writes gets an error.
  void cutPower() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      Linker linker = Linker.nativeLinker();
      MethodHandle open =
          function(
              linker,
              "open",
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
      MethodHandle ioctl =
          function(
              linker,
              "ioctl",
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.ADDRESS));
      MethodHandle close =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("close"),
              FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
      int folder = (int) open.invokeExact(arena.allocateFrom(mount.toString()), 0);
      MemorySegment how = arena.allocateFrom(ValueLayout.JAVA_INT, WITHOUT_FLUSHING_THE_LOG);
      int refused = (int) ioctl.invokeExact(folder, EXT4_IOC_SHUTDOWN, how);
      int _ = (int) close.invokeExact(folder);
      if (refused != 0) {
        throw new IOException("ext4 did not let us cut the power of " + mount);
      }
    } catch (IOException told) {
      throw told;
    } catch (Throwable broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static MethodHandle function(Linker linker, String name, FunctionDescriptor types) {
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), types, Linker.Option.firstVariadicArg(2));
  }

  /// Mounts a copy of the image, as it is now, in place of the disk.
  void replaceByCopy(Path copy) throws IOException, InterruptedException {
    unmount();
    run(List.of("cp", "--sparse=always", image.toString(), copy.toString()));
    Files.delete(image);
    image = copy;
    mount();
  }

  private void mount() throws IOException, InterruptedException {
    run(List.of("mount", "-t", "ext4", "-o", "loop", image.toString(), mount.toString()));
  }

  /// Nobody may use it any more.
  void unmount() throws IOException, InterruptedException {
    run(List.of("umount", mount.toString()));
  }

  boolean isMounted() throws IOException {
    return Files.readString(Path.of("/proc/mounts")).contains(" " + mount + " ");
  }

  private static void possible(List<String> command)
      throws Exam.Impossible, IOException, InterruptedException {
    try {
      run(command);
    } catch (IOException refused) {
      throw new Exam.Impossible("this machine cannot make a disk: " + refused.getMessage());
    }
  }

  /// @throws IOException when it fails, or is not there
  private static void run(List<String> command) throws IOException, InterruptedException {
    Path said = Files.createTempFile("disk", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(
            "%s: %s".formatted(String.join(" ", command), Files.readString(said).strip()));
      }
    } finally {
      Files.delete(said);
    }
  }
}
