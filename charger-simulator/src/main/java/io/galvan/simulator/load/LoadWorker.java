package io.galvan.simulator.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/** One event loop's share of the connections of a load. */
final class LoadWorker extends VerticleBase {
  private static final long HIGHEST_NANOS = 120_000_000_000L;
  private static final int DIGITS = 3;
  private static final int RAMP_TICK_MS = 20;
  private static final int OPEN_LOOP_TICK_MS = 1;
  private static final int CHECK_MS = 250;
  private static final int CONNECT_TIMEOUT_MS = 30_000;

  private final LoadPlan plan;
  private final int first;
  private final Counters counters;
  private final AtomicLong callsLeft;
  private final Clock clock;
  private final Script script;
  private final Scratch scratch = new Scratch();
  private final Map<String, Histogram> histograms = new TreeMap<>();
  private final Histogram arrivals = new Histogram(HIGHEST_NANOS, DIGITS);
  private final SingleWriterRecorder live = new SingleWriterRecorder(HIGHEST_NANOS, DIGITS);
  private final Set<LoadConnection> connections = new HashSet<>();
  private final List<NetClient> clients = new ArrayList<>();
  private final Promise<Void> up = Promise.promise();
  private final Promise<Void> done = Promise.promise();
  private final byte[] idPrefix;
  private byte[] timestamp = {};
  private long timestampMillis = -1;
  private int opened;
  private int opening;
  private final BitSet settled = new BitSet();
  private int reopening;
  private double allowed;
  private long transactions;
  private @Nullable OpenLoop<LoadConnection> openLoop;
  private final List<LoadConnection> early = new ArrayList<>();
  private boolean ending;

  /**
   * @param first this worker has the connections first, first + threads, and so on
   */
  LoadWorker(LoadPlan plan, int first, Counters counters, AtomicLong callsLeft, Clock clock) {
    this.plan = plan;
    this.first = first;
    this.counters = counters;
    this.callsLeft = callsLeft;
    this.clock = clock;
    this.script = Script.of(plan.mix(), plan.tag());
    this.idPrefix = Bytes.of(Long.toString(clock.millis() & 0xffffffffL, 36) + "-");
  }

  @Override
  public Future<?> start() {
    for (int i = 0; i < plan.sources(); i++) {
      NetClientOptions options =
          new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(CONNECT_TIMEOUT_MS);
      if (plan.sources() > 1) {
        options.setLocalAddress("127.0.0." + (i + 1));
      }
      clients.add(vertx.createNetClient(options));
    }
    vertx.setPeriodic(1, RAMP_TICK_MS, tick -> openMore(tick));
    vertx.setPeriodic(CHECK_MS, tick -> checkAll());
    return Future.succeededFuture();
  }

  /** Completes when all stations have gone through their setup, or failed to. */
  Future<Void> up() {
    return up.future();
  }

  /** Completes when all calls are answered and all connections closed. */
  Future<Void> done() {
    return done.future();
  }

  private int share() {
    return (plan.connections() - first + plan.threads() - 1) / plan.threads();
  }

  private void openMore(long tick) {
    allowed += plan.pace().connectionsPerSecond() * RAMP_TICK_MS / 1_000.0 / plan.threads();
    while (opened < share() && allowed >= 1 && !ending) {
      allowed--;
      open(first + opened * plan.threads());
      opened++;
    }
    if (opened == share() || ending) {
      vertx.cancelTimer(tick);
    }
  }

  private void open(int number) {
    opening++;
    long began = System.nanoTime();
    clients
        .get(number % clients.size())
        .connect(plan.target().port(), plan.target().host())
        .onComplete(
            socket -> {
              opening--;
              connections.add(
                  new LoadConnection(this, number, began, framing(plan.id(number)), socket));
            },
            failure -> {
              opening--;
              counters.connectFailures.increment();
              counters.reason("connect: " + failure.getMessage());
              settle(number);
              finishIfAllGone();
            });
  }

  /** A station's first try is over, well or not. */
  private void settle(int number) {
    if (!settled.get(number)) {
      settled.set(number);
      if (settled.cardinality() == share()) {
        up.tryComplete();
      }
    }
  }

  /** A station has gone through its setup. */
  void arrived(LoadConnection connection, long nanos) {
    arrivals.recordValue(Math.min(nanos, HIGHEST_NANOS));
    settle(connection.number());
  }

  /** Begins the calls of an open loop; stations that are up wait for it. */
  void begin() {
    context.runOnContext(
        ready -> {
          if (!plan.openLoop()) {
            return;
          }
          OpenLoop<LoadConnection> loop =
              new OpenLoop<>(
                  plan.pace().callsPerSecond() * share() / plan.connections(), System.nanoTime());
          early.forEach(loop::free);
          early.clear();
          openLoop = loop;
          vertx.setPeriodic(OPEN_LOOP_TICK_MS, tick -> pump(tick, loop));
        });
  }

  private void pump(long tick, OpenLoop<LoadConnection> loop) {
    loop.pump(System.nanoTime(), LoadConnection::call);
    if (ending) {
      vertx.cancelTimer(tick);
    }
  }

  /** From now on it is measured; what was before is forgotten. */
  Future<Void> measure() {
    return Future.future(
        promise ->
            context.runOnContext(
                ready -> {
                  histograms.values().forEach(Histogram::reset);
                  if (plan.mix() == Mix.boot_storm) {
                    // Elsewhere stations arrive before anything is measured.
                    arrivals.reset();
                  }
                  promise.complete();
                }));
  }

  private Framing framing(String id) {
    return plan.target() instanceof LoadPlan.Target.WebSocket webSocket
        ? new WebSocketFraming(webSocket, plan.mix().version(), id, plan.password())
        : new MqttFraming(plan.mix().version(), id, plan.password());
  }

  /**
   * No more new calls but those that were due before; connections leave when their call is
   * answered.
   */
  void end() {
    context.runOnContext(
        ready -> {
          OpenLoop<LoadConnection> loop = openLoop;
          long now = System.nanoTime();
          if (loop == null) {
            endNow();
          } else {
            loop.end(now);
            vertx.setPeriodic(1, OPEN_LOOP_TICK_MS, tick -> catchUp(tick, loop, now));
          }
        });
  }

  private void catchUp(long tick, OpenLoop<LoadConnection> loop, long endNanos) {
    long now = System.nanoTime();
    long overdue = loop.overdue(now);
    if (overdue == 0 || ending || now - endNanos > plan.answerTimeout().toNanos()) {
      vertx.cancelTimer(tick);
      endNow();
    }
  }

  private void endNow() {
    ending = true;
    checkAll();
    finishIfAllGone();
  }

  private void checkAll() {
    long now = System.nanoTime();
    long longest = plan.answerTimeout().toNanos();
    for (LoadConnection connection : List.copyOf(connections)) {
      connection.check(now, longest);
    }
  }

  // For the connections.

  Counters counters() {
    return counters;
  }

  Script script() {
    return script;
  }

  Scratch scratch() {
    return scratch;
  }

  boolean ending() {
    return ending;
  }

  /** Whether one more call may be made, under the bound on all calls. */
  boolean claimCall() {
    return plan.span().calls() == 0 || callsLeft.getAndDecrement() > 0;
  }

  /** An id for a transaction of a station, that no other run gives. */
  long nextTransaction(int number) {
    return (clock.millis() / 1_000 % 1_000_000_000) * 1_000_000_000
        + number % 10_000 * 100_000L
        + transactions++ % 100_000;
  }

  long firstEnergyWh() {
    return clock.millis() / 1_000 % 1_000_000;
  }

  byte[] messageId(long number) {
    scratch.clear();
    scratch.add(idPrefix);
    scratch.add(number);
    return java.util.Arrays.copyOf(scratch.bytes(), scratch.length());
  }

  /** The time on the wire, made once a millisecond. */
  byte[] timestamp() {
    long now = clock.millis();
    if (now != timestampMillis) {
      timestampMillis = now;
      String text = Instant.ofEpochMilli(now).toString();
      timestamp = Bytes.of(text);
    }
    return timestamp;
  }

  void answered(Template asked, long nanos) {
    asked.countAnswer();
    counters.answered.increment();
    if (!ending) {
      long bounded = Math.min(nanos, HIGHEST_NANOS);
      histograms
          .computeIfAbsent(asked.action(), any -> new Histogram(HIGHEST_NANOS, DIGITS))
          .recordValue(bounded);
      live.recordValue(bounded);
    }
  }

  /** What a station does that is set up and not waiting for an answer. */
  void goOn(LoadConnection connection) {
    OpenLoop<LoadConnection> loop = openLoop;
    if (plan.mix() == Mix.boot_storm) {
      comeBack(connection);
    } else if (plan.mix() == Mix.idle) {
      // It stays, and says nothing.
      return;
    } else if (loop != null) {
      loop.free(connection);
      loop.pump(System.nanoTime(), LoadConnection::call);
    } else if (plan.openLoop()) {
      early.add(connection);
    } else if (plan.pace().think().isZero()) {
      connection.call(System.nanoTime());
    } else {
      vertx.setTimer(
          Math.max(1, plan.pace().think().toMillis()), tick -> connection.call(System.nanoTime()));
    }
  }

  private void comeBack(LoadConnection connection) {
    reopening++;
    connection
        .leave()
        .onComplete(
            (left, failure) -> {
              reopening--;
              if (ending) {
                finishIfAllGone();
              } else {
                open(connection.number());
              }
            });
  }

  void gone(LoadConnection connection) {
    connections.remove(connection);
    settle(connection.number());
    finishIfAllGone();
  }

  private void finishIfAllGone() {
    boolean allGone = connections.isEmpty() && opening == 0 && reopening == 0;
    if (allGone && (ending || opened == share()) && !done.future().isComplete()) {
      OpenLoop<LoadConnection> loop = openLoop;
      if (loop != null) {
        counters.unsent.add(loop.overdue(System.nanoTime()));
      }
      up.tryComplete();
      done.complete();
    }
  }

  // For the report.

  /** Latencies since the last time this was asked. */
  Histogram latest() {
    return live.getIntervalHistogram();
  }

  /** From trying to connect to the end of the setup; read when this worker is done. */
  Histogram arrivals() {
    return arrivals;
  }

  /** Answers by action, warm-up and all; read when this worker is done. */
  Map<String, Long> answers() {
    Map<String, Long> answers = new TreeMap<>();
    for (Template template : script.templates()) {
      answers.merge(template.action(), template.answered(), Long::sum);
    }
    return answers;
  }

  /** Latencies by action; read when this worker is done. */
  Map<String, Histogram> histograms() {
    return histograms;
  }
}
