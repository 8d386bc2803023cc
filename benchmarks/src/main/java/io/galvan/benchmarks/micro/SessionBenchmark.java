package io.galvan.benchmarks.micro;

import io.galvan.benchmarks.MemoryLink;
import io.galvan.central.route.Routes16;
import io.galvan.central.route.VendorHandlers;
import io.galvan.central.session.ChargerSession;
import io.galvan.central.session.SessionHost;
import io.galvan.central.session.SessionMeters;
import io.galvan.central.session.SessionRegistry;
import io.galvan.contract.connection.Connections;
import io.galvan.contract.messagelog.MessageLogs;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.transaction.Transactions;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.Done;
import io.galvan.platform.config.Settings;
import io.galvan.platform.db.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A session's way from frame to answer over an in-memory wire: codec, route, bus and message log,
 * with services that only say yes. What is left is all but the database and the network.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SessionBenchmark {
  private static final int CALLS = 1_000;
  private static final String METER_VALUES =
      "\",\"MeterValues\",{\"connectorId\":1,\"transactionId\":815,\"meterValue\":"
          + "[{\"timestamp\":\"2026-01-01T12:00:00.000Z\",\"sampledValue\":[{\"value\":\"1234567\","
          + "\"context\":\"Sample.Periodic\",\"measurand\":\"Energy.Active.Import.Register\",\"unit\":\"Wh\"}]}]}]";
  private static final String HEARTBEAT = "\",\"Heartbeat\",{}]";

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private @Nullable ChargerSession session;
  private long messages;

  /** Services that say yes, and one station that is in. */
  @Setup
  public void open() throws InterruptedException, ExecutionException {
    Bus bus = Bus.of(vertx);
    bus.serve(Transactions.METER, meter -> Future.succeededFuture(Done.DONE));
    bus.serve(MessageLogs.WRITE, log -> Future.succeededFuture(Done.DONE));
    bus.serve(Connections.SEEN, seen -> Future.succeededFuture(Done.DONE));
    session = onContext(this::newSession);
  }

  private Future<ChargerSession> newSession() {
    Settings settings = Settings.from(Map.of());
    Platform platform =
        new Platform(
            settings,
            Clock.systemUTC(),
            new Database("postgresql://nobody:nothing@127.0.0.1:1/none", 1),
            new SimpleMeterRegistry());
    Bus bus = Bus.of(vertx);
    SessionHost host =
        new SessionHost(
            vertx,
            platform,
            new SessionRegistry(),
            new SessionMeters(platform.meters()),
            Map.of(OcppVersion.V1_6, Routes16.table(bus, null, VendorHandlers.load())));
    return Future.succeededFuture(
        new ChargerSession(
            host,
            new MemoryLink(),
            "STATION",
            OcppVersion.V1_6,
            false,
            new Connections.Connection(1, null, null, Chargers.Registration.Accepted, 300)));
  }

  private <T> T onContext(java.util.function.Supplier<Future<T>> work)
      throws InterruptedException, ExecutionException {
    Promise<T> done = Promise.promise();
    context.runOnContext(ready -> work.get().onComplete(done));
    return done.future().toCompletionStage().toCompletableFuture().get();
  }

  /** Nothing is left behind. */
  @TearDown
  public void close() throws InterruptedException, ExecutionException {
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  private Object calls(String rest) throws InterruptedException, ExecutionException {
    Promise<Void> done = Promise.promise();
    context.runOnContext(ready -> next(rest, CALLS, done));
    return done.future().toCompletionStage().toCompletableFuture().get() == null;
  }

  private void next(String rest, int left, Promise<Void> done) {
    ChargerSession station = session;
    if (left == 0 || station == null) {
      done.complete();
      return;
    }
    station
        .onFrame("[2,\"m" + messages++ + rest)
        .onComplete((ok, failure) -> context.runOnContext(later -> next(rest, left - 1, done)));
  }

  /** MeterValues, over the bus to a service and back. */
  @Benchmark
  @OperationsPerInvocation(CALLS)
  public Object pumpMeterValues() throws InterruptedException, ExecutionException {
    return calls(METER_VALUES);
  }

  /** Heartbeat, which no service is asked for. */
  @Benchmark
  @OperationsPerInvocation(CALLS)
  public Object pumpHeartbeat() throws InterruptedException, ExecutionException {
    return calls(HEARTBEAT);
  }
}
