package io.galvan.simulator.load;

import io.galvan.simulator.transport.Identity;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/**
 * Commands by REST to stations of the load, at a constant rate: from when the request was due to
 * when its answer says what the station said.
 */
final class CommandLoad {
  private static final int TICK_MS = 1;
  private static final int MOST_UNDER_WAY = 256;
  private static final long HIGHEST_NANOS = 120_000_000_000L;
  private static final int OK = 200;

  private final Vertx vertx;
  private final LoadPlan plan;
  private final LoadPlan.Commands commands;
  private final Counters counters;
  private final HttpClient client;
  private final Histogram latency = new SynchronizedHistogram(HIGHEST_NANOS, 3);
  private final SplittableRandom random = new SplittableRandom(1);
  private final Context context;
  private final OpenLoop<Integer> loop;
  private final Promise<Void> answered = Promise.promise();
  private int underWay;
  private boolean ended;
  private long timer;

  /** Begins at once; all happens on one context. */
  CommandLoad(Vertx vertx, LoadPlan plan, LoadPlan.Commands commands, Counters counters) {
    this.vertx = vertx;
    this.plan = plan;
    this.commands = commands;
    this.counters = counters;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(MOST_UNDER_WAY));
    this.loop = new OpenLoop<>(commands.perSecond(), System.nanoTime());
    for (int i = 0; i < MOST_UNDER_WAY; i++) {
      loop.free(i);
    }
    this.context = vertx.getOrCreateContext();
    context.runOnContext(
        ready ->
            timer = vertx.setPeriodic(TICK_MS, tick -> loop.pump(System.nanoTime(), this::send)));
  }

  private boolean send(Integer slot, long dueNanos) {
    underWay++;
    URI api = commands.api();
    String station = plan.id(random.nextInt(plan.connections()));
    client
        .request(
            new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(api.getHost())
                .setPort(api.getPort() < 0 ? 80 : api.getPort())
                .setURI("/api/v1/chargers/" + Identity.encoded(station) + "/commands/ClearCache")
                .putHeader("Authorization", "Bearer " + commands.token().get())
                .putHeader("Content-Type", "application/json"))
        .compose(request -> request.send(Buffer.buffer("{}")))
        .compose(
            answer ->
                answer
                    .body()
                    .compose(
                        body ->
                            answer.statusCode() == OK
                                ? Future.succeededFuture(body)
                                : Future.failedFuture("status " + answer.statusCode())))
        .onComplete(
            (body, failure) -> {
              if (failure == null
                  && body.toJsonObject().getString("state", "").equals("Accepted")) {
                latency.recordValue(Math.min(System.nanoTime() - dueNanos, HIGHEST_NANOS));
              } else {
                counters.commandFailures.increment();
                counters.reason(
                    "command: " + (failure == null ? "not accepted" : failure.getMessage()));
              }
              underWay--;
              loop.free(slot);
              completeWhenAnswered();
            });
    return true;
  }

  /** What was before is forgotten. */
  void measure() {
    latency.reset();
  }

  /** No more commands; completes when those under way are answered or given up. */
  Future<Void> end() {
    context.runOnContext(
        ready -> {
          vertx.cancelTimer(timer);
          long now = System.nanoTime();
          // What came due since the last tick is not late.
          loop.pump(now, this::send);
          loop.end(now);
          long overdue = loop.overdue(now);
          if (overdue > 0) {
            counters.commandFailures.add(overdue);
            counters.reason("command: due and not sent");
          }
          ended = true;
          completeWhenAnswered();
        });
    return answered
        .future()
        .timeout(plan.answerTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .otherwiseEmpty()
        .eventually(client::close);
  }

  private void completeWhenAnswered() {
    if (ended && underWay == 0) {
      answered.tryComplete();
    }
  }

  Histogram latency() {
    return latency;
  }
}
