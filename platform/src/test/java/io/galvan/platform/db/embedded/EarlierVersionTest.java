package io.galvan.platform.db.embedded;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.platform.db.Database;
import io.galvan.platform.db.DatabaseUrl;
import io.galvan.platform.db.Schema;
import io.galvan.platform.testing.EmbeddedDatabases;
import io.galvan.platform.testing.FreePort;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database as versions made it that let everybody in and had one role for all installations. */
class EarlierVersionTest {
  @TempDir Path folder;

  /** As the library of those versions did: everybody on the machine is let in as anybody. */
  private void startAsEarlierVersionsDid() throws Exception {
    Program program = Program.in(EmbeddedDatabases.PROGRAM);
    Path made = folder.resolve("postgresql");
    Process initdb =
        program
            .command(
                "initdb",
                List.of("-A", "trust", "-U", "postgres", "-D", made.toString(), "-E", "UTF-8"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(initdb.waitFor()).isZero();
    int port = FreePort.next();
    Postmaster postmaster = Postmaster.start(program, made, port);
    try (Connection connection =
            new DatabaseUrl("127.0.0.1", port, "postgres", "postgres", "").connect();
        Statement statement = connection.createStatement()) {
      for (Schema schema : Schema.values()) {
        statement.execute("create role galvan_" + schema + " nologin");
        statement.execute("create schema \"" + schema + "\" authorization galvan_" + schema);
      }
      statement.execute("set role galvan_auth");
      statement.execute("set search_path = auth");
      statement.execute("create table kept (id bigserial primary key, what text)");
      statement.execute("create sequence turn");
      statement.execute("create view shown as select what from kept");
      statement.execute("create type colour as enum ('red')");
      statement.execute("create function one() returns int language sql as 'select 1'");
      statement.execute("insert into kept (what) values ('before')");
    } finally {
      postmaster.stop();
    }
  }

  @Test
  void shouldBeClosedAndGivenToRolesOfItsOwnOnce() throws Exception {
    startAsEarlierVersionsDid();
    Path program = EmbeddedDatabases.PROGRAM;
    String password;
    String id;
    Vertx vertx = Vertx.vertx();
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, program)) {
      assertThatThrownBy(
              () ->
                  EmbeddedDatabase.administrator(folder).withUser("postgres", "postgres").connect())
          .hasMessageContaining("password authentication failed");
      password = Files.readString(folder.resolve("postgresql-password"));
      Database opened = new Database(database.url(), 2, () -> null);
      id = opened.installation().id();
      assertThat(
              await(
                      opened
                          .pool(vertx, Schema.auth)
                          .query(
                              "insert into kept (what) values ('after'); drop view shown; drop type colour;"
                                  + " select count(*), max(nextval('turn')), max(one()) from kept")
                          .execute())
                  .next()
                  .next()
                  .next()
                  .iterator()
                  .next()
                  .getLong(0))
          .isEqualTo(2);
      try (Connection connection = EmbeddedDatabase.administrator(folder).connect();
          Statement statement = connection.createStatement();
          var shared =
              statement.executeQuery(
                  "select rolname from pg_roles where rolname ~ '^galvan_[a-z]+$'")) {
        assertThat(shared.next()).isFalse();
      }
    } finally {
      await(vertx.close());
    }
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, program)) {
      assertThat(folder.resolve("postgresql-password")).hasContent(password);
      assertThat(new Database(database.url(), 2, () -> null).installation().id()).isEqualTo(id);
    }
  }
}
