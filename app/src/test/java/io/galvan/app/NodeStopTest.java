package io.galvan.app;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.central.testing.RawStation;
import io.galvan.platform.testing.FreePort;
import io.galvan.platform.testing.TestPlatform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeStopTest {
  /** On a fixed port all event loops listen. */
  @Test
  void shouldTellEveryStationOnEveryEventLoopWhyItIsClosed() {
    RunningSystem system =
        RunningSystem.start(
            Map.of(
                "GALVAN_OCPP_PORT",
                Integer.toString(FreePort.next()),
                "GALVAN_MQTT_PORT",
                "-1",
                "GALVAN_UNKNOWN_CHARGERS",
                "accept"));
    List<RawStation> stations = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      stations.add(await(RawStation.webSocket(system.vertx, system.ocppPort(), "CP-" + i, null)));
    }
    await().until(() -> system.node.sessions().size() == 40);
    TestPlatform.await(system.node.stop());
    for (RawStation station : stations) {
      assertThat(station.closed())
          .succeedsWithin(java.time.Duration.ofSeconds(5))
          .asString()
          .contains("1001");
    }
    TestPlatform.await(system.vertx.close());
  }
}
