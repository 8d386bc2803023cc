package io.galvan.platform.db.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The <code>postmaster.pid</code> of a database's folder: which process serves the folder, says the
 * file. A process that was killed leaves it behind, and a copied folder has that of another.
 *
 * @param pid the process
 * @param folder the folder it says it serves
 * @param port where it listens
 * @param ready whether it takes connections
 */
record PidFile(long pid, Path folder, int port, boolean ready) {
  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;

  /** Reads it; empty when there is none, or it is not written completely. */
  static Optional<PidFile> read(Path folder) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file(folder), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (lines.size() <= PORT_LINE) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new PidFile(
              Long.parseLong(lines.get(0).strip()),
              Path.of(lines.get(1).strip()),
              Integer.parseInt(lines.get(PORT_LINE).strip()),
              lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready")));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  static Path file(Path folder) {
    return folder.resolve("postmaster.pid");
  }

  /** What the process with that number is to the folder. */
  enum Claim {
    /** No process has the number, or one that has nothing to do with the folder. */
    STALE,
    /** A PostgreSQL that serves this folder. */
    SERVES,
    /** Nothing can be said: PostgreSQL itself decides. */
    UNKNOWN
  }

  /** Believes the file only as far as the process bears it out. */
  Claim claim(Path own) throws IOException {
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    if (process.isEmpty() || !isSame(folder, own)) {
      return Claim.STALE;
    }
    ProcessHandle.Info info = process.get().info();
    Optional<String> command = info.command();
    if (command.isPresent() && !command.get().contains("postgres")) {
      return Claim.STALE;
    }
    Path workingFolder = Path.of("/proc", Long.toString(pid), "cwd");
    if (Files.isReadable(workingFolder)) {
      return isSame(workingFolder, own) ? Claim.SERVES : Claim.STALE;
    }
    return info.arguments()
        .map(
            arguments ->
                Arrays.stream(arguments).anyMatch(argument -> isSame(Path.of(argument), own))
                    ? Claim.SERVES
                    : Claim.STALE)
        .orElse(Claim.UNKNOWN);
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }
}
