package io.galvan.platform.testing;

import io.galvan.platform.db.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Databases that tests start for themselves. */
public final class EmbeddedDatabases {
  /** Where the program of all tests of this machine's user is unpacked, once. */
  public static final Path PROGRAM =
      Path.of(
          System.getProperty("java.io.tmpdir"),
          "galvan-postgresql-program-" + System.getProperty("user.name"));

  private EmbeddedDatabases() {}

  /** Stops it and deletes its folder. */
  static void stop(EmbeddedDatabase database, Path folder) {
    try {
      database.close();
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
