package io.galvan.platform.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.platform.db.DatabaseUrl;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.testing.EmbeddedDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
  private static final int PORT_LINE = 3;

  @TempDir static Path shared;
  private static EmbeddedDatabase database;

  @BeforeAll
  static void start() throws IOException {
    database = EmbeddedDatabase.start(shared, EmbeddedDatabases.PROGRAM);
  }

  @AfterAll
  static void stop() throws IOException {
    database.close();
  }

  private static List<String> query(DatabaseUrl url, String sql) throws SQLException {
    try (Connection connection = url.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void shouldLetNobodyInWithoutThePassword() throws Exception {
    DatabaseUrl administrator = EmbeddedDatabase.administrator(shared);
    assertThat(query(administrator, "select 1")).containsExactly("1");
    for (String user : List.of("postgres", "galvan")) {
      for (String password : List.of("postgres", "", "galvan")) {
        assertThatThrownBy(() -> query(administrator.withUser(user, password), "select 1"))
            .hasMessageContaining("password");
      }
    }
    assertThat(query(administrator, "show listen_addresses")).containsExactly("127.0.0.1");
    assertThat(query(administrator, "show unix_socket_directories")).containsExactly("");
    assertThat(
            query(
                administrator,
                "select type || ' ' || address || '/' || netmask || ' ' || auth_method"
                    + " from pg_hba_file_rules"))
        .containsExactly("host 127.0.0.1/255.255.255.255 scram-sha-256");
  }

  @Test
  void shouldKeepItsFilesFromOthers() throws Exception {
    assertThat(permissions(shared)).isEqualTo("rwx------");
    assertThat(permissions(shared.resolve("postgresql"))).isEqualTo("rwx------");
    assertThat(permissions(shared.resolve("postgresql-password"))).isEqualTo("rw-------");
    assertThat(permissions(EmbeddedDatabases.PROGRAM)).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(shared)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("postgresql", "postgresql-password", "lock");
    }
  }

  @Test
  void shouldSignInAsOneWhoIsNoSuperuserAndCannotBecomeOne() throws Exception {
    try (Connection connection = database.url().connect();
        Statement statement = connection.createStatement()) {
      for (String reset : List.of("reset role", "set role none", "reset session authorization")) {
        statement.execute(reset);
        try (ResultSet rows =
            statement.executeQuery(
                "select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls"
                    + " from pg_roles where rolname = current_user")) {
          rows.next();
          assertThat(rows.getBoolean(1)).as(reset).isFalse();
        }
      }
      for (String attempt :
          List.of(
              "set role postgres",
              "set session authorization postgres",
              "alter role galvan superuser",
              "grant postgres to galvan",
              "grant pg_read_server_files to galvan",
              "copy (select 1) to program 'true'")) {
        assertThatThrownBy(() -> statement.execute(attempt))
            .as(attempt)
            .hasMessageContaining("permission denied");
      }
    }
  }

  @Test
  void shouldRefuseASecondStartOnTheSameFolderAndHarmNothing() throws Exception {
    long pid = database.pid();
    assertThatThrownBy(() -> EmbeddedDatabase.start(shared, EmbeddedDatabases.PROGRAM))
        .isInstanceOf(GalvanException.class)
        .hasMessage(
            "the data folder "
                + shared
                + " is in use by another Galvan (process "
                + ProcessHandle.current().pid()
                + "); stop that one, or choose another folder with --data");
    assertThat(database.pid()).isEqualTo(pid);
    assertThat(query(database.url(), "select 1")).containsExactly("1");
  }

  @Test
  void shouldBelieveAPidFileOnlyAsFarAsTheProcessBearsItOut() throws Exception {
    PidFile file = PidFile.read(shared.resolve("postgresql")).orElseThrow();
    assertThat(file.claim(shared.resolve("postgresql"))).isEqualTo(PidFile.Claim.SERVES);
    // A folder that was copied while its server ran, and one whose server's number went to another.
    PidFile copied = new PidFile(file.pid(), shared.resolve("other"), file.port(), true);
    assertThat(copied.claim(shared.resolve("postgresql"))).isEqualTo(PidFile.Claim.STALE);
    PidFile reused =
        new PidFile(ProcessHandle.current().pid(), shared.resolve("postgresql"), 1, true);
    assertThat(reused.claim(shared.resolve("postgresql"))).isEqualTo(PidFile.Claim.STALE);
  }

  @Test
  void shouldStartItsProcessAgainAtTheSamePortWhenItDies() throws Exception {
    long pid = database.pid();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    await()
        .pollInterval(5, TimeUnit.MILLISECONDS)
        .until(() -> Objects.requireNonNullElse(database.fault(), "").contains("ended"));
    await().atMost(30, TimeUnit.SECONDS).until(() -> database.fault() == null);
    assertThat(database.pid()).isNotEqualTo(pid);
    assertThat(query(database.url(), "select 1")).containsExactly("1");
  }

  @Test
  void shouldStopWhatAKilledProcessLeftBehindThoughSessionsAreOpenAndLeaveOthersAlone(
      @TempDir Path folder) throws Exception {
    Program program = Program.in(EmbeddedDatabases.PROGRAM);
    EmbeddedDatabase first = EmbeddedDatabase.start(folder, EmbeddedDatabases.PROGRAM);
    Path pidFile = PidFile.file(folder.resolve("postgresql"));
    first.close();

    // The folder's pid file is that of a server that serves another folder.
    Files.copy(PidFile.file(shared.resolve("postgresql")), pidFile);
    long other = database.pid();
    // Nor is its password known any more: it gets a new one.
    Path password = folder.resolve("postgresql-password");
    String lost = Files.readString(password);
    Files.delete(password);
    try (EmbeddedDatabase alone = EmbeddedDatabase.start(folder, EmbeddedDatabases.PROGRAM)) {
      assertThat(password).content().isNotEqualTo(lost);
      assertThat(query(EmbeddedDatabase.administrator(folder), "select 1")).containsExactly("1");
      assertThat(query(alone.url(), "select 1")).containsExactly("1");
    }
    assertThat(database.pid()).isEqualTo(other);
    assertThat(query(database.url(), "select 1")).containsExactly("1");

    // A server without anybody that holds the folder, and a session that stays open.
    int port = first.url().port();
    Postmaster leftover = Postmaster.start(program, folder.resolve("postgresql"), port);
    assertThat(Files.readAllLines(pidFile).get(PORT_LINE)).isEqualTo(Integer.toString(port));
    try (Connection open = EmbeddedDatabase.administrator(folder).connect()) {
      assertThat(open.isValid(1)).isTrue();
      EmbeddedDatabase second = EmbeddedDatabase.start(folder, EmbeddedDatabases.PROGRAM);
      try {
        assertThat(leftover.awaitEnd()).isZero();
        assertThat(query(second.url(), "select 1")).containsExactly("1");
      } finally {
        second.close();
      }
    }
  }
}
