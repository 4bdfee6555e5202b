package dev.orrery.launcher.postgres;

import dev.orrery.launcher.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How PostgreSQL's programs run when we are root, as in a container: they refuse to be.
enum Unprivileged {
  /// We are not root; nothing to do.
  AS_WE_ARE(List.of()),
  /// In a user namespace without a mapping root is nobody, and still owns its files.
  IN_A_NAMESPACE(List.of("unshare", "--user")),
  /// Where namespaces are forbidden: as the user nobody, who is given the files.
  AS_NOBODY(
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all"));

  private final List<String> prefix;

  Unprivileged(List<String> prefix) {
    this.prefix = prefix;
  }

  static Unprivileged here() {
    if (!System.getProperty("user.name").equals("root")) {
      return AS_WE_ARE;
    }
    if (works(IN_A_NAMESPACE)) {
      return IN_A_NAMESPACE;
    }
    if (works(AS_NOBODY)) {
      return AS_NOBODY;
    }
    throw new IllegalStateException(
        "PostgreSQL does not run as root, and this machine allows neither unshare nor setpriv;"
            + " be another user, or set ORRERY_DATABASE_URL to a server of your own");
  }

  List<String> command(List<String> words) {
    var all = new ArrayList<>(prefix);
    all.addAll(words);
    return all;
  }

  /// Lets PostgreSQL own that file or folder and what it holds.
  void give(Path path) {
    switch (this) {
      case AS_WE_ARE, IN_A_NAMESPACE -> {}
      case AS_NOBODY -> {
        if (Files.exists(path)) {
          Shell.run(List.of("chown", "-R", "65534:65534", path.toString()));
        }
      }
    }
  }

  private static boolean works(Unprivileged way) {
    try {
      Shell.run(way.command(List.of("true")));
      return true;
    } catch (RuntimeException _) {
      return false;
    }
  }
}
