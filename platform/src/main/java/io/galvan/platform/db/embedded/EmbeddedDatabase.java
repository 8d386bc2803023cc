package io.galvan.platform.db.embedded;

import io.galvan.platform.db.DatabaseUrl;
import io.galvan.platform.db.Installation;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL started by us, its files in a folder of ours. It listens on 127.0.0.1 alone and
 * lets nobody in without a password. A process of it that dies is started again, at the same port.
 * Everything here blocks: call it outside event loops.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
  static final String SUPERUSER = "postgres";
  static final String DATABASE = "postgres";

  /** What Galvan itself signs in as; no superuser. */
  private static final String LOGIN = "galvan";

  private static final String HOST = "127.0.0.1";

  private static final String ACCESS =
      """
      # Written by Galvan at every start; changes are lost.
      host all all 127.0.0.1/32 scram-sha-256
      """;

  private static final int PORT_TRIES = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final DataFolder folder;
  private final boolean closesFolder;
  private final Program program;
  private final int port;
  private final String password = DataFolder.randomPassword();
  private final Thread watch;
  private final CountDownLatch ending = new CountDownLatch(1);
  private Postmaster postmaster;
  private boolean closed;
  private volatile @Nullable String fault;

  private EmbeddedDatabase(
      DataFolder folder, boolean closesFolder, Program program, int port, Postmaster postmaster) {
    this.folder = folder;
    this.closesFolder = closesFolder;
    this.program = program;
    this.port = port;
    this.postmaster = postmaster;
    this.watch = new Thread(this::watch, "postgresql-watch");
    this.watch.setDaemon(true);
  }

  /**
   * As {@link #start(DataFolder, Path)}, on a folder that is opened here and closed with the
   * database.
   */
  public static EmbeddedDatabase start(Path data, Path program) throws IOException {
    DataFolder folder = DataFolder.open(data);
    try {
      return start(folder, true, program);
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /**
   * Starts PostgreSQL on a free loopback port with its files in the data folder, made when missing.
   * A server that a killed process left running there is stopped first. A database that an earlier
   * version left open to everybody on the machine is closed.
   *
   * @param program where the server's program is unpacked, and found again by the next start
   * @throws GalvanException CONFLICT when another process uses the database
   */
  public static EmbeddedDatabase start(DataFolder folder, Path program) throws IOException {
    return start(folder, false, program);
  }

  private static EmbeddedDatabase start(DataFolder folder, boolean closesFolder, Path programFolder)
      throws IOException {
    try {
      Program program = Program.in(programFolder.toAbsolutePath());
      stopLeftover(folder, program);
      prepare(folder, program);
      EmbeddedDatabase database = startProcess(folder, closesFolder, program);
      try {
        database.setUp();
      } catch (IOException | RuntimeException e) {
        database.postmaster.stop();
        throw e;
      }
      database.watch.start();
      return database;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the start was interrupted", e);
    }
  }

  /** Forgets the database in the folder; a server that is left running on it is stopped first. */
  public static void forget(DataFolder folder, Path program) throws IOException {
    try {
      stopLeftover(folder, Program.in(program.toAbsolutePath()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("it was interrupted", e);
    }
    folder.forget();
  }

  private static void stopLeftover(DataFolder folder, Program program)
      throws IOException, InterruptedException {
    Path database = folder.database();
    Optional<PidFile> file = PidFile.read(database);
    if (file.isEmpty()) {
      return;
    }
    switch (file.get().claim(database)) {
      case SERVES -> {
        refuseIfInUse(folder, file.get().pid());
        LOG.info(
            "stopping the PostgreSQL (process {}) that an earlier run left behind",
            file.get().pid());
        Postmaster.stop(program, database);
      }
      // PostgreSQL would take any process of that number for its own and not start.
      case STALE -> Files.deleteIfExists(PidFile.file(database));
      case UNKNOWN -> {}
    }
  }

  /** Versions without {@link DataFolder} hold no lock; their process is the server's parent. */
  private static void refuseIfInUse(DataFolder folder, long pid) {
    ProcessHandle.of(pid)
        .flatMap(ProcessHandle::parent)
        .filter(parent -> !parent.equals(ProcessHandle.current()))
        .filter(parent -> parent.info().command().filter(name -> name.endsWith("java")).isPresent())
        .ifPresent(
            parent -> {
              throw new GalvanException(
                  Fault.CONFLICT,
                  "the database in "
                      + folder.path()
                      + " is in use by process "
                      + parent.pid()
                      + "; stop that one, or choose another folder with --data");
            });
  }

  private static void prepare(DataFolder folder, Program program)
      throws IOException, InterruptedException {
    Path database = folder.database();
    Path access = database.resolve("pg_hba.conf");
    if (!Files.exists(database.resolve("PG_VERSION"))) {
      create(folder, program);
    } else if (!folder.hasPassword() || !Files.readString(access).equals(ACCESS)) {
      // Made by a version that let everybody in, or the password's file was lost. While nothing
      // listens, the superuser gets the password; then only those who know it get in.
      LOG.info("the database in {} gets a new superuser's password", database);
      Postmaster.alone(
          program,
          database,
          "alter role " + SUPERUSER + " with login superuser password '" + folder.password() + "'");
      Access.writePrivate(access, ACCESS);
    }
    folder.password();
    Access.createPrivate(database);
  }

  /** Made aside and then moved, so that a start that is killed leaves no half of a database. */
  private static void create(DataFolder folder, Program program)
      throws IOException, InterruptedException {
    Path database = folder.database();
    Path made = folder.path().resolve("postgresql.new");
    Access.delete(made);
    folder.password();
    Postmaster.create(program, made, folder.passwordFile());
    Access.writePrivate(made.resolve("pg_hba.conf"), ACCESS);
    if (Files.isDirectory(database)) {
      // Empty, or it is not ours to delete.
      Files.delete(database);
    }
    Files.move(made, database);
  }

  private static EmbeddedDatabase startProcess(
      DataFolder folder, boolean closesFolder, Program program)
      throws IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      int port = freePort();
      try {
        Postmaster postmaster = Postmaster.start(program, folder.database(), port);
        return new EmbeddedDatabase(folder, closesFolder, program, port, postmaster);
      } catch (IOException e) {
        if (tries == PORT_TRIES || !String.valueOf(e.getMessage()).contains("TCP/IP")) {
          throw e;
        }
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    }
  }

  /** What only a superuser may do; nothing later is done as one. */
  private void setUp() throws IOException {
    DatabaseUrl administrator = new DatabaseUrl(HOST, port, DATABASE, SUPERUSER, folder.password());
    try (Connection connection = administrator.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          do $$
          begin
            if not exists (select from pg_roles where rolname = '%1$s') then
              create role %1$s;
            end if;
            alter role %1$s with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
          end
          $$
          """
              .formatted(LOGIN));
      // Its verifier is computed here: no statement holds the password.
      connection
          .unwrap(PGConnection.class)
          .alterUserPassword(LOGIN, password.toCharArray(), "scram-sha-256");
      Installation.prepare(connection, LOGIN);
    } catch (SQLException e) {
      throw new IOException("its roles cannot be set up: " + e.getMessage(), e);
    }
  }

  private void watch() {
    try {
      while (true) {
        int code = running().awaitEnd();
        if (isClosed()) {
          return;
        }
        fault = "the database process ended (exit code " + code + ") and is started again";
        LOG.error("PostgreSQL ended with exit code {}: {}", code, running().lastSaid());
        restart();
        if (isClosed()) {
          return;
        }
        fault = null;
        LOG.info("PostgreSQL runs again");
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  private void restart() throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (!ending.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
      try {
        if (again()) {
          return;
        }
      } catch (IOException e) {
        fault = "the database process ended and does not start: " + e.getMessage();
        LOG.error("PostgreSQL does not start again: {}", e.getMessage());
      }
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
  }

  private synchronized boolean again() throws IOException, InterruptedException {
    if (!closed) {
      postmaster = Postmaster.start(program, folder.database(), port);
    }
    return true;
  }

  private synchronized Postmaster running() {
    return postmaster;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Why the database cannot be reached at this moment; null while its process runs. */
  public @Nullable String fault() {
    return fault;
  }

  /** The number of its process. */
  public long pid() {
    return running().pid();
  }

  /** Where Galvan finds it, and as whom. */
  public DatabaseUrl url() {
    return new DatabaseUrl(HOST, port, DATABASE, LOGIN, password);
  }

  /**
   * Where the superuser finds the database that runs in the data folder, for people and tools of
   * this machine's user.
   *
   * @throws IOException when none runs there
   */
  public static DatabaseUrl administrator(Path data) throws IOException {
    PidFile running =
        PidFile.read(data.resolve("postgresql"))
            .orElseThrow(() -> new IOException("no PostgreSQL runs in " + data));
    return new DatabaseUrl(HOST, running.port(), DATABASE, SUPERUSER, DataFolder.password(data));
  }

  /** Stops the server; the files stay. */
  @Override
  public void close() throws IOException {
    ending.countDown();
    // A start that is under way holds the lock until it is interrupted; it may recover for long.
    watch.interrupt();
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      postmaster.stop();
    }
    if (closesFolder) {
      folder.close();
    }
  }
}
