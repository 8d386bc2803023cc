package io.galvan.app;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.simulator.load.LoadPlan;
import io.galvan.simulator.load.LoadRun;
import io.galvan.simulator.load.Mix;
import io.galvan.simulator.report.LoadReport;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A load of whole sessions, afterwards held against what is stored. */
@Tag("slow")
class LoadTest {
  private static final int CALLS = 40_000;

  @Test
  void shouldAnswerEveryCallAndStoreWhatItAnswered() {
    try (RunningSystem system = RunningSystem.start(Map.of("GALVAN_UNKNOWN_CHARGERS", "accept"))) {
      system.api.post("/tokens", Map.of("idToken", "LOAD-TAG", "blocked", false)).expect(201);
      LoadPlan plan =
          new LoadPlan(
              new LoadPlan.Target.WebSocket("127.0.0.1", system.ocppPort(), "/ocpp"),
              100,
              Mix.session,
              "LOAD-TAG",
              "LOAD-",
              null,
              new LoadPlan.Pace(1_000, Duration.ZERO, 0),
              new LoadPlan.Span(Duration.ZERO, Duration.ofSeconds(60), CALLS),
              Duration.ofSeconds(10),
              1,
              1,
              null);
      LoadReport report =
          await(new LoadRun(system.vertx, plan, Clock.systemUTC(), null).run(line -> {}));
      System.out.println(report.table());
      assertThat(report.clean()).isTrue();
      long started = calls(report, "StartTransaction");
      long stopped = calls(report, "StopTransaction");
      assertThat(started).isPositive();
      await()
          .untilAsserted(
              () -> {
                JsonNode totals = system.api.get("/overview").get("totals");
                assertThat(totals.get("running").asLong() + totals.get("endedToday").asLong())
                    .isEqualTo(started);
                assertThat(totals.get("endedToday").asLong()).isEqualTo(stopped);
              });
    }
  }

  private static long calls(LoadReport report, String action) {
    return report.answers().getOrDefault(action, 0L);
  }
}
