package io.galvan.simulator.station;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.simulator.behaviour.Driver;
import io.galvan.simulator.behaviour.Driver.Habits;
import io.galvan.simulator.transport.Transport;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A day of a station in a time of the test's, with drivers, and answers without delay. */
class ReproducibilityTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    get(vertx.close());
  }

  /** Accepts everything at once. */
  private static final class Accepting implements Transport {
    private Handler<String> onText = text -> {};
    private int transactions;

    @Override
    public Future<Void> connect(Handler<String> onText, Handler<String> onClose) {
      this.onText = onText;
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> send(String text) {
      JsonArray call = new JsonArray(text);
      JsonObject accepted = new JsonObject().put("status", "Accepted");
      JsonObject answer =
          switch (call.getString(2)) {
            case "BootNotification" ->
                accepted.put("currentTime", "2026-03-01T12:00:00Z").put("interval", 600);
            case "Heartbeat" -> new JsonObject().put("currentTime", "2026-03-01T12:00:00Z");
            case "Authorize" -> new JsonObject().put("idTagInfo", accepted);
            case "StartTransaction" ->
                new JsonObject().put("idTagInfo", accepted).put("transactionId", ++transactions);
            default -> new JsonObject();
          };
      onText.handle(new JsonArray().add(3).add(call.getString(1)).add(answer).encode());
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> close() {
      return Future.succeededFuture();
    }
  }

  private List<String> day(long seed) {
    ManualTimeline time = new ManualTimeline();
    List<String> frames = new ArrayList<>();
    SimulatedStation station =
        SimulatedStation.builder(vertx)
            .transport(new Accepting())
            .timeline(time)
            .connectors(2)
            .seed(seed)
            .meterInterval(Duration.ofMinutes(5))
            .build()
            .onFrame(frame -> frames.add(frame.at() + " " + frame.text()));
    get(station.start());
    for (int connector = 1; connector <= 2; connector++) {
      new Driver(station, connector, List.of("A", "B", "C"), Habits.EVERYDAY, seed + connector)
          .start();
    }
    get(station.run(() -> time.pass(Duration.ofHours(24))));
    get(station.stop());
    return frames;
  }

  @Test
  void shouldSendTheSameFramesForTheSameSeed() {
    List<String> first = day(7);
    assertThat(first).hasSizeGreaterThan(200).anyMatch(frame -> frame.contains("StopTransaction"));
    assertThat(day(7)).isEqualTo(first);
  }

  @Test
  void shouldSendOtherFramesForAnotherSeed() {
    assertThat(day(8)).isNotEqualTo(day(7));
  }
}
