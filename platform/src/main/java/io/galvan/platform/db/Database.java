package io.galvan.platform.db;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * The one PostgreSQL: pools that act in the role of a schema, and the migrations of each schema.
 */
public final class Database {
  /** Any constant will do; it keeps two nodes from creating the same role at once. */
  private static final long SETUP_LOCK = 7_205_759_403_792_793L;

  private static final String STATEMENT_TIMEOUT = "30s";

  private static final Map<String, String> BY_KEY =
      Map.of(
          "plan_cache_mode", "force_generic_plan",
          "enable_seqscan", "off",
          "enable_hashjoin", "off",
          "enable_mergejoin", "off",
          "enable_material", "off",
          "jit", "off");

  private final PgConnectOptions server;
  private final int connections;
  private final @Nullable Path socketFolder;

  /**
   * @param url postgresql://user:password@host:port/database; the user must be allowed to create
   *     roles and schemas
   * @param connections at most so many connections a pool
   */
  public Database(String url, int connections) {
    this(url, connections, null);
  }

  /**
   * As the shorter one; pools reach a server of this machine through the socket in that folder,
   * which costs half of what a loopback connection does. Needs Vert.x's native transport.
   */
  public Database(String url, int connections, @Nullable Path socketFolder) {
    this.server = PgConnectOptions.fromUri(url);
    this.connections = connections;
    this.socketFolder = socketFolder;
  }

  /**
   * A new pool whose connections act in the schema's role and see the schema's tables first. The
   * caller closes it.
   */
  public Pool pool(Vertx vertx, Schema schema) {
    return pool(vertx, schema, schema.name(), Map.of());
  }

  /**
   * As {@link #pool}, for statements that take few rows by their key. Their plans are made once and
   * go by index, whatever is known of the tables then: one that was made while a table was empty
   * would read all of it for ever.
   */
  public Pool keyed(Vertx vertx, Schema schema) {
    return pool(vertx, schema, schema.name() + "-keyed", BY_KEY);
  }

  private Pool pool(Vertx vertx, Schema schema, String name, Map<String, String> settings) {
    PgConnectOptions options =
        new PgConnectOptions(server)
            .addProperty("role", schema.role())
            .addProperty("search_path", schema.name())
            .addProperty("application_name", "galvan-" + schema.name())
            .addProperty("statement_timeout", STATEMENT_TIMEOUT)
            .setCachePreparedStatements(true)
            .setPreparedStatementCacheMaxSize(256)
            .setReconnectAttempts(2)
            .setReconnectInterval(100);
    settings.forEach(options::addProperty);
    if (socketFolder != null && vertx.isNativeTransportEnabled()) {
      options.setHost(socketFolder.toString());
    }
    return PgBuilder.pool()
        .with(
            new PoolOptions()
                .setName(name)
                .setMaxSize(connections)
                .setMaxWaitQueueSize(10_000)
                .setConnectionTimeout(10)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS))
        .connectingTo(options)
        .using(vertx)
        .build();
  }

  /**
   * Creates the schema and its role where missing and brings the tables up to date. Blocks: call on
   * a worker.
   */
  public void migrate(Schema schema) {
    String url =
        "jdbc:postgresql://"
            + server.getHost()
            + ":"
            + server.getPort()
            + "/"
            + server.getDatabase();
    createRole(url, schema);
    Flyway.configure()
        .dataSource(
            url + "?options=-c%20role=" + schema.role(), server.getUser(), server.getPassword())
        .schemas(schema.name())
        .defaultSchema(schema.name())
        .createSchemas(false)
        .table("migrations")
        .locations("classpath:db/common", "classpath:db/" + schema.name())
        // The common migrations and a schema's own are numbered apart, so a lower number may come
        // later. Each stands alone: no order of them makes another schema.
        .outOfOrder(true)
        .loggers("slf4j")
        .load()
        .migrate();
  }

  private void createRole(String url, Schema schema) {
    Properties login = new Properties();
    login.putAll(
        Map.of(
            "user",
            server.getUser(),
            "password",
            server.getPassword() == null ? "" : server.getPassword()));
    try (Connection connection = DriverManager.getConnection(url, login);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("select pg_advisory_xact_lock(" + SETUP_LOCK + ")");
      statement.execute(
          """
          do $$
          begin
            if not exists (select from pg_roles where rolname = '%1$s') then
              create role %1$s nologin;
            end if;
            if not pg_has_role(current_user, '%1$s', 'usage') then
              execute format('grant %1$s to %%I', current_user);
            end if;
            create schema if not exists "%2$s" authorization %1$s;
            revoke all on schema public from %1$s;
          end
          $$
          """
              .formatted(schema.role(), schema.name()));
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("cannot set up schema " + schema + ": " + e.getMessage(), e);
    }
  }
}
