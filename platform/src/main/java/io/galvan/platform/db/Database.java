package io.galvan.platform.db;

import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The one PostgreSQL: pools that act in the role of a schema, and the migrations of each schema.
 */
public final class Database {
  private static final String STATEMENT_TIMEOUT = "30s";

  private static final Map<String, String> BY_KEY =
      Map.of(
          "plan_cache_mode", "force_generic_plan",
          "enable_seqscan", "off",
          "enable_hashjoin", "off",
          "enable_mergejoin", "off",
          "enable_material", "off",
          "jit", "off");

  private final DatabaseUrl url;
  private final int connections;
  private final Supplier<@Nullable String> fault;
  private @Nullable Installation installation;

  /**
   * @param url whose user may act in the roles of the {@link Installation}, or create them
   * @param connections at most so many connections a pool
   * @param fault why the database cannot be reached at this moment, as far as that is known without
   *     asking it; null when nothing is known
   */
  public Database(DatabaseUrl url, int connections, Supplier<@Nullable String> fault) {
    this.url = url;
    this.connections = connections;
    this.fault = fault;
  }

  /** A database that nobody watches, by the text of its {@link DatabaseUrl}. */
  public Database(String url, int connections) {
    this(DatabaseUrl.parse(url), connections, () -> null);
  }

  /** Why the database cannot be reached at this moment; null when no reason is known. */
  public @Nullable String fault() {
    return fault.get();
  }

  /**
   * What the database holds; roles and schemas are made at the first call. Blocks: call on a
   * worker.
   *
   * @throws GalvanException UNAVAILABLE when the database cannot be reached or the user lacks a
   *     right
   */
  public synchronized Installation installation() {
    Installation known = installation;
    if (known != null) {
      return known;
    }
    try (Connection connection = url.connect()) {
      Installation prepared = Installation.prepare(connection, url.user());
      installation = prepared;
      return prepared;
    } catch (SQLException e) {
      throw new GalvanException(
          Fault.UNAVAILABLE, "cannot set up the database " + url + ": " + e.getMessage(), null, e);
    }
  }

  /**
   * A new pool whose connections act in the schema's role and see the schema's tables first. The
   * caller closes it. Comes after {@link #migrate}.
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

  /**
   * A new connection as those of {@link #keyed}, whose commits do not wait for the disk: what a
   * crash of the database takes back is done again. The caller closes it.
   */
  public Future<SqlConnection> connect(Vertx vertx, Schema schema) {
    return PgConnection.connect(
            vertx, options(schema, BY_KEY).addProperty("synchronous_commit", "off"))
        .map(connection -> connection);
  }

  private Pool pool(Vertx vertx, Schema schema, String name, Map<String, String> settings) {
    return PgBuilder.pool()
        .with(
            new PoolOptions()
                .setName(name)
                .setMaxSize(connections)
                .setMaxWaitQueueSize(10_000)
                .setConnectionTimeout(10)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS))
        .connectingTo(options(schema, settings))
        .using(vertx)
        .build();
  }

  private PgConnectOptions options(Schema schema, Map<String, String> settings) {
    Installation prepared = prepared();
    PgConnectOptions options =
        url.options()
            .addProperty("role", prepared.role(schema))
            .addProperty("search_path", schema.name())
            .addProperty("application_name", "galvan-" + schema.name())
            .addProperty("statement_timeout", STATEMENT_TIMEOUT)
            // The server lets go of the locks of a node that is gone without a word.
            .addProperty("tcp_keepalives_idle", "10")
            .addProperty("tcp_keepalives_interval", "5")
            .addProperty("tcp_keepalives_count", "3")
            .addProperty("tcp_user_timeout", "30000")
            .setCachePreparedStatements(true)
            .setPreparedStatementCacheMaxSize(256)
            .setReconnectAttempts(2)
            .setReconnectInterval(100);
    settings.forEach(options::addProperty);
    return options;
  }

  private synchronized Installation prepared() {
    Installation known = installation;
    if (known == null) {
      throw new IllegalStateException("pools are opened after the migrations");
    }
    return known;
  }

  /**
   * Creates the schema and its role where missing and brings the tables up to date. Blocks: call on
   * a worker.
   */
  public void migrate(Schema schema) {
    PGSimpleDataSource source = url.dataSource();
    source.setOptions("-c role=" + installation().role(schema));
    Flyway.configure()
        .dataSource(source)
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
}
