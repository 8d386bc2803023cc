package io.galvan.simulator.chaos;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.simulator.transport.Transport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StormyTransportTest {
  private static final int TEXTS = 300;

  /** A way that is only remembered. */
  private static final class Recorded implements Transport {
    final List<String> sent = new CopyOnWriteArrayList<>();
    Handler<String> onClose = reason -> {};

    @Override
    public Future<Void> connect(Handler<String> onText, Handler<String> onClose) {
      this.onClose = onClose;
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> send(String text) {
      sent.add(text);
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> close() {
      onClose.handle("closed");
      return Future.succeededFuture();
    }
  }

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final Faults faults = new Faults();
  private final List<String> closed = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    get(vertx.close());
  }

  private Recorded send(Weather weather, long seed) {
    Recorded way = new Recorded();
    context.runOnContext(
        on -> {
          StormyTransport storm = new StormyTransport(vertx, way, weather, faults, seed);
          storm.connect(text -> {}, closed::add);
          IntStream.range(0, TEXTS).forEach(i -> storm.send(Integer.toString(i)));
        });
    return way;
  }

  private static Weather weather(double delayed, double duplicated, double reordered) {
    return new Weather(
        null, null, Duration.ofSeconds(1), delayed, Duration.ofMillis(5), duplicated, reordered);
  }

  private static List<String> inOrder() {
    return IntStream.range(0, TEXTS).mapToObj(Integer::toString).toList();
  }

  @Test
  void shouldChangeNothingInFairWeather() {
    Recorded way = send(Weather.FAIR, 1);
    await().until(() -> way.sent.size() == TEXTS);
    assertThat(way.sent).isEqualTo(inOrder());
  }

  @Test
  void shouldKeepTheOrderOfDelayedTexts() {
    Recorded way = send(weather(0.3, 0, 0), 1);
    await().until(() -> way.sent.size() == TEXTS);
    assertThat(way.sent).isEqualTo(inOrder());
    assertThat(faults.counts().get("texts delayed")).isPositive();
  }

  @Test
  void shouldSendSomeTextsTwice() {
    Recorded way = send(weather(0, 0.2, 0), 1);
    await().until(() -> way.sent.size() > TEXTS);
    assertThat(way.sent.stream().distinct().toList()).isEqualTo(inOrder());
    assertThat((long) way.sent.size() - TEXTS).isEqualTo(faults.counts().get("texts doubled"));
  }

  @Test
  void shouldLetTextsOvertakeAndLoseNone() {
    Recorded way = send(weather(0, 0, 0.2), 1);
    await().until(() -> way.sent.size() == TEXTS);
    assertThat(way.sent).isNotEqualTo(inOrder()).containsExactlyInAnyOrderElementsOf(inOrder());
    assertThat(faults.counts().get("texts overtaken")).isPositive();
  }

  @Test
  void shouldDoTheSameAgainWithTheSameSeed() {
    Recorded one = send(weather(0, 0.2, 0), 5);
    Recorded other = send(weather(0, 0.2, 0), 5);
    Recorded another = send(weather(0, 0.2, 0), 6);
    await().until(() -> another.sent.size() > TEXTS);
    assertThat(one.sent).isEqualTo(other.sent).isNotEqualTo(another.sent);
  }

  @Test
  void shouldSwallowTextsInAHalfOpenConnectionAndBreakItInTheEnd() {
    Weather halfOpen =
        new Weather(null, Duration.ofMillis(1), Duration.ofMillis(300), 0, Duration.ZERO, 0, 0);
    Recorded way = new Recorded();
    context.runOnContext(
        on -> {
          StormyTransport storm = new StormyTransport(vertx, way, halfOpen, faults, 3);
          storm.connect(text -> {}, closed::add);
          vertx.setPeriodic(1, tick -> storm.send("still there?"));
        });
    await().until(() -> closed.size() == 1);
    assertThat(faults.counts().get("half-open connections")).isOne();
    assertThat(faults.counts().get("texts lost in half-open connections")).isPositive();
  }

  @Test
  void shouldDropConnectionsUntilItClearsUp() {
    Weather drops = new Weather(Duration.ofMillis(20), null, Duration.ZERO, 0, Duration.ZERO, 0, 0);
    send(drops, 1);
    await().until(() -> closed.size() == 1);
    faults.clearUp();
    Recorded way = send(drops, 1);
    await().until(() -> way.sent.size() == TEXTS);
    await().during(Duration.ofMillis(200)).until(() -> closed.size() == 1);
  }
}
