package io.galvan.simulator.control;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Who reads frames as they come, a JSON line each. A slow reader misses some, and is told. */
final class Followers {
  private static final int MOST = 20;
  private static final int MOST_WAITING = 1_000;
  private static final long ALIVE_MS = 30_000;

  private final Vertx vertx;
  private final List<Follower> all = new CopyOnWriteArrayList<>();

  Followers(Vertx vertx) {
    this.vertx = vertx;
  }

  private static final class Follower {
    private final Context context;
    private final HttpServerResponse response;
    private final @Nullable String station;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();

    Follower(Context context, HttpServerResponse response, @Nullable String station) {
      this.context = context;
      this.response = response;
      this.station = station;
    }

    void tell(String id, Frame frame) {
      if (station != null && !station.equals(id)) {
        return;
      }
      if (waiting.get() >= MOST_WAITING || response.writeQueueFull()) {
        missed.incrementAndGet();
        return;
      }
      waiting.incrementAndGet();
      context.runOnContext(
          turn -> {
            waiting.decrementAndGet();
            if (response.closed()) {
              return;
            }
            long lost = missed.getAndSet(0);
            if (lost > 0) {
              response.write(new JsonObject().put("missed", lost).encode() + "\n");
            }
            response.write(frame.json().put("station", id).encode() + "\n");
          });
    }
  }

  /** Tells all of a frame; on any thread. */
  void tell(String id, Frame frame) {
    for (Follower each : all) {
      each.tell(id, frame);
    }
  }

  /** Writes frames from now on until the reader leaves. */
  void follow(HttpServerRequest request, @Nullable String station) {
    if (all.size() >= MOST) {
      throw new Refusal(503, "at most " + MOST + " follow the frames");
    }
    HttpServerResponse response = request.response();
    response.setChunked(true).putHeader("Content-Type", "application/x-ndjson");
    Follower follower = new Follower(vertx.getOrCreateContext(), response, station);
    all.add(follower);
    // An empty line now and then, so that a quiet connection is not taken for an idle one.
    long alive = vertx.setPeriodic(ALIVE_MS, tick -> response.write("\n"));
    response.closeHandler(
        left -> {
          vertx.cancelTimer(alive);
          all.remove(follower);
        });
    response.writeHead();
  }
}
