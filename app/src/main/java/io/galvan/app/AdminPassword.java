package io.galvan.app;

import io.galvan.auth.user.FirstAdmin;
import io.galvan.platform.db.embedded.Access;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the first admin's password: in a file that only the user of this process reads, and to a
 * terminal if there is one. Output that goes elsewhere is often kept and read by others.
 */
final class AdminPassword {
  private static final Logger LOG = LoggerFactory.getLogger(AdminPassword.class);
  static final String FILE = "admin-password";

  private final Path folder;
  private final Path file;
  private volatile @Nullable FirstAdmin admin;
  private volatile boolean kept;

  /**
   * @param dataDir the folder of the file, made where missing
   */
  AdminPassword(Path dataDir) {
    this.folder = dataDir.toAbsolutePath().normalize();
    this.file = folder.resolve(FILE);
  }

  /** Keeps it at once: it is told only this time, and what comes after may fail. */
  void keep(FirstAdmin made) {
    admin = made;
    try {
      if (!Files.isDirectory(folder)) {
        Access.createPrivate(folder);
      }
      Access.writePrivate(file, made.password() + "\n");
      kept = true;
    } catch (IOException e) {
      LOG.error("the first admin's password cannot be written to {}", file, e);
    }
  }

  /**
   * Says who may sign in; nothing when this start made no admin.
   *
   * @param terminal where somebody looks on; null: nobody does
   */
  void tell(PrintWriter out, @Nullable PrintWriter terminal) {
    FirstAdmin made = admin;
    if (made == null) {
      return;
    }
    String who = "  Sign in as     " + made.email();
    if (terminal != null) {
      out.flush();
      terminal.println(
          who + "  password " + made.password() + (kept ? "  (also in " + file + ")" : ""));
      terminal.flush();
    } else {
      out.println(
          who
              + (kept
                  ? "  password in " + file
                  : "  password lost: start once more in a terminal with --fresh"));
    }
  }

  /** The terminal that this process talks to; null when its input or output is none. */
  static @Nullable PrintWriter terminal() {
    var console = System.console();
    if (console == null) {
      return null;
    }
    try {
      // From Java 22 on there is a console without a terminal, too.
      Object terminal = console.getClass().getMethod("isTerminal").invoke(console);
      return Boolean.TRUE.equals(terminal) ? console.writer() : null;
    } catch (NoSuchMethodException before22) {
      return console.writer();
    } catch (IllegalAccessException | InvocationTargetException e) {
      return null;
    }
  }
}
