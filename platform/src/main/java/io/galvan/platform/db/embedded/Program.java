package io.galvan.platform.db.embedded;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The programs of PostgreSQL, unpacked from the jar that carries them. Before they run, every file
 * is checked: it belongs to the user of this process, nobody else can write it, and it has the
 * content that was unpacked.
 */
final class Program {
  private static final Logger LOG = LoggerFactory.getLogger(Program.class);
  private static final String MANIFEST = "manifest";
  private static final boolean WINDOWS = system().equals("Windows");

  private final Path home;
  private final List<String> prefix;

  private Program(Path home) {
    this.home = home;
    this.prefix = prefix();
  }

  /**
   * Finds the program in the folder, where an earlier start may have unpacked it; what is not as it
   * was unpacked is unpacked anew.
   *
   * @throws IOException when the folder belongs to another user, or cannot be written
   */
  static Program in(Path folder) throws IOException {
    Access.createPrivate(folder);
    byte[] archive = archive();
    String hash = Manifest.sha256(archive);
    Path home = folder.resolve(hash.substring(0, 16));
    try (FileChannel lock =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var held = lock.lock()) {
      Path manifest = folder.resolve(home.getFileName() + "." + MANIFEST);
      if (Files.isDirectory(home)) {
        String fault = Manifest.fault(home, manifest);
        if (fault == null) {
          return new Program(home);
        }
        LOG.warn("{}: {}; PostgreSQL is unpacked anew", home, fault);
      }
      unpack(archive, folder, home, manifest);
    }
    return new Program(home);
  }

  private static void unpack(byte[] archive, Path folder, Path home, Path manifest)
      throws IOException {
    Files.deleteIfExists(manifest);
    Access.delete(home);
    Path unpacked = Files.createTempDirectory(folder, "unpack-");
    try {
      Archive.unpack(archive, unpacked);
      Manifest.write(unpacked, manifest);
      Files.move(unpacked, home);
    } finally {
      Access.delete(unpacked);
    }
    // What earlier versions of Galvan unpacked beside it.
    try (var others = Files.newDirectoryStream(folder, "PG-*")) {
      for (Path other : others) {
        Access.delete(other);
      }
    }
  }

  private static byte[] archive() throws IOException {
    String machine = System.getProperty("os.arch", "");
    try (InputStream archive =
        DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
            system(), machine.equals("amd64") ? "x86_64" : machine)) {
      return archive.readAllBytes();
    } catch (IllegalStateException e) {
      throw new IOException("there is no PostgreSQL for this kind of machine", e);
    }
  }

  private static String system() {
    String name = System.getProperty("os.name", "");
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("windows") ? "Windows" : lower.startsWith("mac") ? "Darwin" : name;
  }

  /** PostgreSQL refuses to run as root; in a user namespace of its own it is nobody. */
  private static List<String> prefix() {
    return LinuxUtils.isUnshareAvailable() ? List.of("unshare", "-U") : List.of();
  }

  /** How one of the programs is called, its standard error joined to its standard output. */
  ProcessBuilder command(String name, List<String> arguments) {
    return process(prefix, name, arguments);
  }

  /**
   * As {@link #command}, in a session of its own where the system has them: Ctrl-C at the terminal
   * then does not stop it before those that use it.
   */
  ProcessBuilder detached(String name, List<String> arguments) {
    List<String> before = new ArrayList<>(prefix);
    if (onPath("setsid")) {
      before.add("setsid");
    }
    return process(before, name, arguments);
  }

  private ProcessBuilder process(List<String> before, String name, List<String> arguments) {
    List<String> command = new ArrayList<>(before);
    command.add(home.resolve("bin").resolve(WINDOWS ? name + ".exe" : name).toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Others of this machine's user can read a process's environment; ours holds secrets.
    builder.environment().keySet().removeIf(key -> key.startsWith("GALVAN_"));
    return builder;
  }

  private static boolean onPath(String name) {
    String path = System.getenv("PATH");
    return path != null
        && Arrays.stream(path.split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }
}
