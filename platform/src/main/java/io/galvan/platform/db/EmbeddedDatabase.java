package io.galvan.platform.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL started by us, its files in a folder of ours. Everything here blocks: call it
 * outside event loops.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

  /** A socket's whole path may have 107 bytes. */
  private static final int LONGEST_SOCKET_FOLDER = 80;

  private final EmbeddedPostgres postgres;
  private final Path folder;

  private EmbeddedDatabase(EmbeddedPostgres postgres, Path folder) {
    this.postgres = postgres;
    this.folder = folder;
  }

  /**
   * Starts PostgreSQL on a free loopback port with its files in the folder, which is made when
   * missing. A server that a killed process left running in that folder is stopped first.
   *
   * @param program where the server's program is unpacked, and found again by the next start
   */
  public static EmbeddedDatabase start(Path folder, Path program) throws IOException {
    Files.createDirectories(folder);
    stopLeftover(folder);
    return new EmbeddedDatabase(
        EmbeddedPostgres.builder()
            .setDataDirectory(folder)
            .setOverrideWorkingDirectory(program.toFile())
            .setCleanDataDirectory(false)
            // Whoever started it stops it, after all that needs it; a hook of its own would run at
            // any time.
            .setRegisterShutdownHook(false)
            .setPGStartupWait(START_TIMEOUT)
            .setServerConfig("max_connections", "100")
            .setServerConfig("shared_buffers", "256MB")
            // The library starts it without; then a power cut would take what was promised.
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("max_wal_size", "2GB")
            // Else every commit waits while 16 MB of zeros are written, once a second under load,
            // until enough files are there to be used again.
            .setServerConfig("wal_init_zero", "off")
            // Pages go to the disk bit by bit, and not by their own process's hand. What the kernel
            // gathers instead, it writes at once, and commits then wait behind a hundred megabytes.
            .setServerConfig("backend_flush_after", "512kB")
            .setServerConfig("bgwriter_flush_after", "256kB")
            .setServerConfig("bgwriter_delay", "20ms")
            .setServerConfig("bgwriter_lru_maxpages", "1000")
            .setServerConfig("bgwriter_lru_multiplier", "4")
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig(
                "unix_socket_directories", socketFolder(folder) == null ? "" : folder.toString())
            .setServerConfig("checkpoint_timeout", "15min")
            .start(),
        folder);
  }

  /**
   * Stops the server that a killed process left running on the folder; nothing happens when there
   * is none.
   */
  public static void stopLeftover(Path folder) throws IOException {
    Path pidFile = folder.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    List<String> lines = Files.readAllLines(pidFile);
    Optional<ProcessHandle> leftover =
        lines.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(lines.get(0).strip()));
    // The number may have gone to another program since; only a postgres is ours to stop.
    leftover
        .filter(
            process ->
                process.info().command().map(command -> command.contains("postgres")).orElse(false))
        .ifPresent(
            process -> {
              LOG.info(
                  "stopping the PostgreSQL (process {}) that an earlier run left behind",
                  process.pid());
              process.destroy();
              process
                  .onExit()
                  .orTimeout(STOP_TIMEOUT.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                  .join();
            });
  }

  /**
   * Where its socket lies for processes of this machine; null when the path is too long for one.
   */
  public @Nullable Path socketFolder() {
    return socketFolder(folder);
  }

  private static @Nullable Path socketFolder(Path folder) {
    boolean fits = folder.isAbsolute() && folder.toString().length() <= LONGEST_SOCKET_FOLDER;
    return fits ? folder : null;
  }

  /** The URL of the database, for {@link Database}. It listens on loopback only. */
  public String url() {
    return "postgresql://postgres:postgres@127.0.0.1:" + postgres.getPort() + "/postgres";
  }

  /** Stops the server; the files stay. */
  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
