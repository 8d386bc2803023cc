package io.galvan.platform.db.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the database's process, and what it last said. */
final class Postmaster {
  private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);

  /** After a crash it reads up to 2 GB of its log first; who stops it has it begin again. */
  private static final Duration START_TIMEOUT = Duration.ofMinutes(30);

  private static final Duration TELL_EVERY = Duration.ofSeconds(30);
  private static final int STOP_TIMEOUT_S = 20;
  private static final int POLL_MS = 10;
  private static final int KEPT_LINES = 20;

  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("listen_addresses", "127.0.0.1"),
          Map.entry("unix_socket_directories", ""),
          Map.entry("password_encryption", "scram-sha-256"),
          Map.entry("max_connections", "100"),
          Map.entry("shared_buffers", "256MB"),
          Map.entry("fsync", "on"),
          Map.entry("synchronous_commit", "on"),
          Map.entry("full_page_writes", "on"),
          Map.entry("max_wal_size", "2GB"),
          // Else every commit waits while 16 MB of zeros are written, once a second under load,
          // until enough files are there to be used again.
          Map.entry("wal_init_zero", "off"),
          // Pages go to the disk bit by bit, and not by their own process's hand. What the kernel
          // gathers instead, it writes at once, and commits then wait behind a hundred megabytes.
          Map.entry("backend_flush_after", "512kB"),
          Map.entry("bgwriter_flush_after", "256kB"),
          Map.entry("bgwriter_delay", "20ms"),
          Map.entry("bgwriter_lru_maxpages", "1000"),
          Map.entry("bgwriter_lru_multiplier", "4"),
          Map.entry("checkpoint_timeout", "15min"));

  private final Program program;
  private final Path folder;
  private final Process process;
  private final Deque<String> said = new ArrayDeque<>();

  private Postmaster(Program program, Path folder, Process process) {
    this.program = program;
    this.folder = folder;
    this.process = process;
  }

  /**
   * Starts it and waits until it takes connections.
   *
   * @throws IOException with what it said when it ended or was not ready in time
   */
  static Postmaster start(Program program, Path folder, int port)
      throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of("-D", folder.toString(), "-p", Integer.toString(port)));
    SETTINGS.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
    Process process = program.detached("postgres", arguments).start();
    process.getOutputStream().close();
    Postmaster postmaster = new Postmaster(program, folder, process);
    Thread reader = new Thread(postmaster::read, "postgresql-output");
    reader.setDaemon(true);
    reader.start();
    try {
      postmaster.awaitReady();
    } catch (IOException | InterruptedException | RuntimeException e) {
      postmaster.stop();
      throw e;
    }
    return postmaster;
  }

  private void awaitReady() throws IOException, InterruptedException {
    long started = System.nanoTime();
    long told = started;
    while (true) {
      Optional<PidFile> file = PidFile.read(folder);
      if (file.isPresent() && file.get().pid() == process.pid() && file.get().ready()) {
        return;
      }
      if (process.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
        throw new IOException("it ended at once: " + lastSaid());
      }
      long now = System.nanoTime();
      if (now - told > TELL_EVERY.toNanos()) {
        told = now;
        LOG.warn(
            "PostgreSQL is not ready after {} s; after a crash it recovers first: {}",
            TimeUnit.NANOSECONDS.toSeconds(now - started),
            lastSaid());
      }
      if (now - started > START_TIMEOUT.toNanos()) {
        throw new IOException(
            "it was not ready in " + START_TIMEOUT.toSeconds() + " s: " + lastSaid());
      }
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        LOG.debug("{}", line);
        synchronized (said) {
          said.addLast(line);
          if (said.size() > KEPT_LINES) {
            said.removeFirst();
          }
        }
      }
    } catch (IOException e) {
      LOG.debug("the output of PostgreSQL ended: {}", e.getMessage());
    }
  }

  /** The last line that tells a failure, or the last at all. */
  String lastSaid() {
    synchronized (said) {
      return said.stream()
          .filter(line -> line.contains("FATAL") || line.contains("PANIC"))
          .reduce((first, second) -> second)
          .orElseGet(() -> said.isEmpty() ? "it said nothing" : said.getLast());
    }
  }

  long pid() {
    return process.pid();
  }

  /** Waits until it has ended, and tells its exit code. */
  int awaitEnd() throws InterruptedException {
    return process.waitFor();
  }

  /** Ends all sessions and stops it, writing what is to be written. */
  void stop() {
    if (!process.isAlive()) {
      return;
    }
    try {
      stop(program, folder);
      if (process.waitFor(STOP_TIMEOUT_S, TimeUnit.SECONDS)) {
        return;
      }
    } catch (IOException e) {
      LOG.warn("PostgreSQL does not stop in order: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }

  /** Stops the server that serves the folder, whoever started it; open sessions are ended. */
  static void stop(Program program, Path folder) throws IOException, InterruptedException {
    run(
        program.command(
            "pg_ctl",
            List.of(
                "stop",
                "-D",
                folder.toString(),
                "-m",
                "fast",
                "-w",
                "-t",
                Integer.toString(STOP_TIMEOUT_S))),
        "");
  }

  /** Makes a new database in the folder, whose superuser has the password in the file. */
  static void create(Program program, Path folder, Path passwordFile)
      throws IOException, InterruptedException {
    run(
        program.command(
            "initdb",
            List.of(
                "-A",
                "scram-sha-256",
                "-U",
                EmbeddedDatabase.SUPERUSER,
                "--pwfile",
                passwordFile.toString(),
                "-D",
                folder.toString(),
                "-E",
                "UTF-8")),
        "");
  }

  /** Runs a statement while nothing listens: PostgreSQL in this one process, at no port. */
  static void alone(Program program, Path folder, String statement)
      throws IOException, InterruptedException {
    run(
        program.command(
            "postgres",
            List.of(
                "--single",
                "-D",
                folder.toString(),
                "-c",
                "exit_on_error=on",
                "-c",
                "log_min_error_statement=panic",
                "-c",
                "password_encryption=scram-sha-256",
                EmbeddedDatabase.DATABASE)),
        statement + "\n");
  }

  private static void run(ProcessBuilder command, String input)
      throws IOException, InterruptedException {
    Path output = java.nio.file.Files.createTempFile("galvan-postgresql-", ".log");
    try {
      Process process = command.redirectOutput(output.toFile()).start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      if (!process.waitFor(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(name(command) + " did not end in time");
      }
      if (process.exitValue() != 0) {
        throw new IOException(name(command) + " failed: " + lastLine(output));
      }
    } finally {
      java.nio.file.Files.delete(output);
    }
  }

  private static String name(ProcessBuilder command) {
    return command.command().stream()
        .filter(word -> word.contains("/bin/") || word.contains("\\bin\\"))
        .map(word -> String.valueOf(Path.of(word).getFileName()))
        .findFirst()
        .orElse("PostgreSQL");
  }

  private static String lastLine(Path output) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                java.nio.file.Files.newInputStream(output), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.isBlank())
          .reduce((first, second) -> second)
          .orElse("it said nothing");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
