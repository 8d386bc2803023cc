package io.galvan.simulator.chaos;

import io.galvan.simulator.chaos.Faults.Kind;
import io.galvan.simulator.transport.Transport;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A way through bad weather: it loses, holds up, doubles and swaps texts, and drops its connection
 * or leaves it open at the station's end only. What it does follows from its seed and from what is
 * sent; texts keep their order unless they are swapped.
 */
public final class StormyTransport implements Transport {
  private final Vertx vertx;
  private final Transport way;
  private final Weather weather;
  private final Faults faults;
  private final RandomGenerator random;
  private final Lane out;
  private final Lane in;
  private Handler<String> onText = text -> {};
  private boolean stalled;
  private long generation;

  /** Puts weather on a way. */
  public StormyTransport(Vertx vertx, Transport way, Weather weather, Faults faults, long seed) {
    this.vertx = vertx;
    this.way = way;
    this.weather = weather;
    this.faults = faults;
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    this.out = new Lane(text -> way.send(text));
    this.in = new Lane(text -> onText.handle(text));
  }

  @Override
  public Future<Void> connect(Handler<String> onText, Handler<String> onClose) {
    this.onText = onText;
    long own = ++generation;
    stalled = false;
    return way.connect(
            in::take,
            reason -> {
              if (own == generation) {
                generation++;
                out.forget();
                in.forget();
                onClose.handle(reason);
              }
            })
        .onSuccess(
            open -> {
              later(own, weather.betweenDrops(), this::drop);
              later(own, weather.betweenStalls(), () -> stall(own));
            });
  }

  /** About so long, exponentially distributed, and only if this connection lives until then. */
  private void later(
      long connection, @org.jspecify.annotations.Nullable Duration about, Runnable task) {
    if (about == null) {
      return;
    }
    double millis = -Math.log(1 - random.nextDouble()) * about.toMillis();
    vertx.setTimer(
        Math.max(1, Math.round(millis)),
        fired -> {
          if (connection == generation && !faults.over()) {
            task.run();
          }
        });
  }

  private void drop() {
    faults.count(Kind.DROP);
    way.close();
  }

  /** Both ends believe in the connection, and nothing comes through; in the end it breaks. */
  private void stall(long connection) {
    faults.count(Kind.STALL);
    stalled = true;
    long millis = 1 + random.nextLong(Math.max(1, weather.stall().toMillis()));
    vertx.setTimer(
        millis,
        fired -> {
          if (connection == generation) {
            way.close();
          }
        });
  }

  @Override
  public Future<Void> send(String text) {
    out.take(text);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> close() {
    return way.close();
  }

  /** One direction. */
  private final class Lane {
    private static final int MOST = 10_000;

    private final Handler<String> end;
    private final Deque<String> waiting = new ArrayDeque<>();
    private boolean held;

    /** The next text passes those that wait. */
    private boolean overtaken;

    Lane(Handler<String> end) {
      this.end = end;
    }

    void take(String text) {
      if (stalled) {
        faults.count(Kind.SWALLOWED);
        return;
      }
      if (faults.over() || waiting.size() >= MOST) {
        waiting.add(text);
        release();
        return;
      }
      if (overtaken && !waiting.isEmpty()) {
        faults.count(Kind.REORDER);
        waiting.addFirst(text);
      } else {
        waiting.add(text);
      }
      overtaken = false;
      if (random.nextDouble() < weather.duplicated()) {
        faults.count(Kind.DUPLICATE);
        waiting.add(text);
      }
      if (random.nextDouble() < weather.reordered()) {
        overtaken = true;
        hold();
      } else if (random.nextDouble() < weather.delayed()) {
        faults.count(Kind.DELAY);
        hold();
      }
      release();
    }

    /** Later texts wait behind this one. */
    private void hold() {
      if (held) {
        return;
      }
      held = true;
      long connection = generation;
      vertx.setTimer(
          1 + random.nextLong(Math.max(1, weather.longestDelay().toMillis())),
          fired -> {
            if (connection == generation) {
              held = false;
              release();
            }
          });
    }

    private void release() {
      while (!held && !stalled && !waiting.isEmpty()) {
        end.handle(waiting.remove());
      }
    }

    void forget() {
      waiting.clear();
      held = false;
      overtaken = false;
    }
  }
}
