package io.galvan.platform.db;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.testing.TestPlatform;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class InstallationTest {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  private static void asAdministrator(String database, String... statements) throws SQLException {
    try (Connection connection = TestPlatform.administrator().withDatabase(database).connect();
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  /** A new database and a new user who may connect to it, and has these rights beside. */
  private static DatabaseUrl database(String password, String... rights) throws SQLException {
    String name = "installation_" + NUMBERS.incrementAndGet();
    asAdministrator(
        "postgres",
        "create database " + name,
        "create role " + name + " login password '" + password.replace("'", "''") + "'");
    for (String right : rights) {
      asAdministrator(name, right.replace("{}", name));
    }
    return TestPlatform.administrator().withDatabase(name).withUser(name, password);
  }

  private static final String[] LEAST = {
    "alter role {} createrole", "grant create on database {} to {}"
  };

  private static List<String> strings(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      List<String> found = new java.util.ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  @Test
  void shouldKeepTwoInstallationsOnOneServerApart() throws Exception {
    DatabaseUrl one = database("one", LEAST);
    DatabaseUrl two = database("two", LEAST);
    Database first = new Database(one, 2, () -> null);
    Database second = new Database(two, 2, () -> null);
    first.migrate(Schema.auth);
    second.migrate(Schema.auth);
    assertThat(first.installation()).isNotEqualTo(second.installation());
    String role = second.installation().role(Schema.auth);

    try (Connection foreign = one.withDatabase(two.database()).connect();
        Statement statement = foreign.createStatement()) {
      assertThat(strings(foreign, "select current_database()")).containsExactly(two.database());
      for (String attempt :
          List.of(
              "select * from auth.outbox",
              "set role " + role,
              "grant " + role + " to " + one.user(),
              "alter schema auth owner to " + one.user(),
              "drop role " + role)) {
        assertThatThrownBy(() -> statement.execute(attempt))
            .as(attempt)
            .isInstanceOf(SQLException.class)
            .satisfies(
                failure -> assertThat(((SQLException) failure).getSQLState()).isEqualTo("42501"));
      }
    }
    try (Connection own = two.connect()) {
      assertThat(strings(own, "select count(*) from auth.outbox")).containsExactly("0");
    }
  }

  @Test
  void shouldFindTheSameRolesAtEveryStart() throws Exception {
    DatabaseUrl url = database("same", LEAST);
    Installation first = new Database(url, 2, () -> null).installation();
    assertThat(new Database(url, 2, () -> null).installation()).isEqualTo(first);
  }

  @Test
  void shouldNeedNoRightToCreateWhereRolesAndSchemasWereMadeByHand() throws Exception {
    DatabaseUrl url = database("by hand");
    for (Schema schema : Schema.values()) {
      String role = "galvan_byhand_" + schema;
      asAdministrator(
          url.database(),
          "create role " + role,
          "create schema " + schema + " authorization " + role,
          "grant " + role + " to " + url.user() + " with inherit false, set true");
    }
    Database database = new Database(url, 2, () -> null);
    database.migrate(Schema.transaction);
    assertThat(database.installation().id()).isEqualTo("byhand");
    Pool pool = database.pool(vertx, Schema.transaction);
    assertThat(await(pool.query("select 1 from outbox").execute()).size()).isZero();
  }

  @Test
  void shouldSayWhichRightIsMissing() throws Exception {
    DatabaseUrl url = database("poor");
    assertThatThrownBy(() -> new Database(url, 2, () -> null).installation())
        .isInstanceOf(GalvanException.class)
        .hasMessageContaining("the database's user " + url.user() + " lacks a right")
        .hasMessageContaining("docs/guides/database.md");
  }

  @Test
  void shouldGiveToRolesOfItsOwnWhatAnEarlierVersionMade() throws Exception {
    DatabaseUrl url = database("earlier", LEAST);
    DatabaseUrl neighbour = database("neighbour", LEAST);
    // Two installations of a version that had one role for both.
    for (DatabaseUrl one : List.of(url, neighbour)) {
      asAdministrator(
          one.database(),
          "do $$ begin if not exists (select from pg_roles where rolname = 'galvan_charger') then"
              + " create role galvan_charger; end if; end $$",
          "grant galvan_charger to " + one.user(),
          "create schema charger authorization galvan_charger",
          "create table charger.kept as select '" + one.user() + "' as what",
          "alter table charger.kept owner to galvan_charger");
    }
    // One could read the other.
    try (Connection foreign = url.withDatabase(neighbour.database()).connect()) {
      assertThat(strings(foreign, "select what from charger.kept"))
          .containsExactly(neighbour.user());
    }
    for (DatabaseUrl one : List.of(url, neighbour)) {
      Database database = new Database(one, 2, () -> null);
      String role = database.installation().role(Schema.charger);
      try (Connection own = one.connect()) {
        assertThat(strings(own, "select what from charger.kept")).containsExactly(one.user());
        assertThat(strings(own, "select tableowner from pg_tables where schemaname = 'charger'"))
            .containsExactly(role);
      }
    }
    try (Connection foreign = url.withDatabase(neighbour.database()).connect()) {
      assertThatThrownBy(() -> strings(foreign, "select what from charger.kept"))
          .hasMessageContaining("permission denied");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"p@ss:w/o#r%d+ 1", "?x=1&y[2]'\"\\$`", "päßwörd-€-密码-😀", "%41"})
  void shouldSignInWithAnyPasswordAndShowItNowhere(String password) throws Exception {
    DatabaseUrl url = database(password, LEAST);
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level before = root.getLevel();
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    root.addAppender(log);
    StringWriter failures = new StringWriter();
    try {
      root.setLevel(Level.DEBUG);
      Database database = new Database(url.withPassword(), 2);
      database.migrate(Schema.auth);
      Pool pool = database.pool(vertx, Schema.auth);
      assertThat(await(pool.query("select 1 from outbox").execute()).size()).isZero();
      asAdministrator("postgres", "alter role " + url.user() + " password 'another'");
      for (Runnable attempt :
          List.<Runnable>of(
              () -> new Database(url.withPassword(), 2).migrate(Schema.auth),
              () -> await(database.keyed(vertx, Schema.auth).query("select 1").execute()))) {
        assertThatThrownBy(attempt::run)
            .satisfies(failure -> failure.printStackTrace(new PrintWriter(failures)));
      }
    } finally {
      root.setLevel(before);
      root.detachAppender(log);
    }
    assertThat(failures.toString()).contains("password authentication failed");
    for (String shown : List.of(password, url.withPassword().replaceAll(".*?//[^:]*:|@.*", ""))) {
      assertThat(failures.toString()).doesNotContain(shown);
      assertThat(log.list)
          .isNotEmpty()
          .noneMatch(event -> event.getFormattedMessage().contains(shown));
    }
    assertThat(url)
        .hasToString(
            "postgresql://" + url.user() + "@127.0.0.1:" + url.port() + "/" + url.database());
  }
}
