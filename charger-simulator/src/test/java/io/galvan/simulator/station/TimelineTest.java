package io.galvan.simulator.station;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final int TASKS = 300;

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void shouldRunNoTaskBeforeItsTimeWhenTimeIsFast() {
    Timeline timeline = Timeline.of(vertx, Clock.systemUTC(), 60);
    List<Duration> after = new CopyOnWriteArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      Duration delay = Duration.ofMillis(6_000 + 7L * i);
      Instant due = timeline.now().plus(delay);
      timeline.after(delay, () -> after.add(Duration.between(due, timeline.now())));
    }
    await().until(() -> after.size() == TASKS);
    assertThat(after).noneMatch(Duration::isNegative);
  }
}
