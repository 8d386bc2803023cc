package io.galvan.platform.testing;

import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.Done;
import io.galvan.platform.config.Settings;
import io.galvan.platform.db.Database;
import io.galvan.platform.db.DatabaseUrl;
import io.galvan.platform.db.embedded.EmbeddedDatabase;
import io.galvan.platform.event.Event;
import io.galvan.platform.outbox.Subscription;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a service's test needs: an empty real database, a clock that stands, settings with free
 * ports on loopback.
 */
public final class TestPlatform {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private TestPlatform() {}

  /**
   * A platform on a new, empty database; the settings are the defaults of tests with these changes.
   */
  public static Platform create(MovableClock clock, Map<String, String> changes) {
    String databaseUrl = newDatabaseUrl();
    Settings settings = settings(databaseUrl, changes);
    return new Platform(
        settings,
        clock,
        new Database(databaseUrl, settings.databaseConnections()),
        new SimpleMeterRegistry());
  }

  public static Platform create() {
    return create(clock(), Map.of());
  }

  public static MovableClock clock() {
    return new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
  }

  /** Settings on loopback with ports picked by the system and TLS off. */
  public static Settings settings(String databaseUrl, Map<String, String> changes) {
    Map<String, String> environment = new HashMap<>();
    environment.put("GALVAN_DB_URL", databaseUrl);
    environment.put("GALVAN_HOST", "127.0.0.1");
    environment.put("GALVAN_DB_CONNECTIONS", "4");
    // Tests have many stations refused, all from one address.
    environment.put("GALVAN_REFUSED_PER_MINUTE", "1000000");
    for (String port : List.of("API", "OCPP", "MQTT", "OPS")) {
      environment.put("GALVAN_" + port + "_PORT", "0");
    }
    environment.put("GALVAN_OCPP_TLS_PORT", "-1");
    environment.put("GALVAN_MQTT_TLS_PORT", "-1");
    environment.putAll(changes);
    return Settings.from(environment);
  }

  /**
   * The URL of a new, empty database on the one PostgreSQL of this JVM. Its user owns the database
   * and may create roles; it is no superuser.
   */
  public static String newDatabaseUrl() {
    String name = "test_" + DATABASES.incrementAndGet();
    try (Connection connection = administrator().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name + " owner " + Server.URL.user());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return Server.URL.withDatabase(name).withPassword();
  }

  /** The superuser of the one PostgreSQL of this JVM. */
  public static DatabaseUrl administrator() {
    return Server.ADMINISTRATOR;
  }

  /**
   * Answers for the services that subscribe to events, so that the outbox of the one under test
   * flows without them.
   */
  public static void standInForSubscribers(Vertx vertx, Subscription... except) {
    for (Subscription subscription : Subscription.ALL) {
      if (!List.of(except).contains(subscription)) {
        Bus.of(vertx).serve(subscription.address(), events -> Future.succeededFuture(Done.DONE));
      }
    }
  }

  /** A list that fills with every event published from now on. */
  public static List<Event> collectEvents(Vertx vertx) {
    List<Event> events = new CopyOnWriteArrayList<>();
    Bus.of(vertx).listen(batch -> events.addAll(batch.events()));
    return events;
  }

  /** Waits for a future outside event loops, at most a minute. */
  public static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Started by the first test that asks, stopped with the JVM. */
  private static final class Server {
    static final DatabaseUrl ADMINISTRATOR;
    static final DatabaseUrl URL;

    static {
      try {
        Path folder = Files.createTempDirectory("galvan-test-db");
        EmbeddedDatabase database = EmbeddedDatabase.start(folder, EmbeddedDatabases.PROGRAM);
        Runtime.getRuntime()
            .addShutdownHook(new Thread(() -> EmbeddedDatabases.stop(database, folder)));
        ADMINISTRATOR = EmbeddedDatabase.administrator(folder);
        URL = database.url();
        try (Connection connection = ADMINISTRATOR.connect();
            Statement statement = connection.createStatement()) {
          statement.execute("alter role " + URL.user() + " createrole");
        }
      } catch (IOException | SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
