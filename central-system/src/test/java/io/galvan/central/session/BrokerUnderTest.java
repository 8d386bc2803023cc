package io.galvan.central.session;

import static org.awaitility.Awaitility.await;

import io.galvan.central.gateway.Ports;
import io.galvan.central.testing.Mosquitto;
import io.galvan.central.testing.RawStation;
import io.galvan.central.testing.StandInServices;
import io.galvan.contract.connection.Connections;
import io.galvan.contract.registration.Chargers.Notice;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An external broker, a real one; the connection of a station is with the broker, not with us. */
final class BrokerUnderTest implements TransportUnderTest {
  final Mosquitto mosquitto = Mosquitto.start();

  @Override
  public Map<String, String> settings() {
    return Map.of("GALVAN_MQTT_BROKER", mosquitto.url(), "GALVAN_MQTT_PORT", "-1");
  }

  /** The broker checks passwords where there are any; a strange one is refused by it. */
  @Override
  public Future<RawStation> connect(
      Vertx vertx, Ports ports, String id, @Nullable String password) {
    return RawStation.broker(vertx, mosquitto.port(), id, password);
  }

  @Override
  public void awaitEnd(RawStation station, StandInServices services) {
    await()
        .atMost(30, TimeUnit.SECONDS)
        .until(() -> services.heard(Connections.Disconnect.class).size() > 0);
  }

  @Override
  public void awaitRefusal(RawStation station, StandInServices services) {
    await()
        .until(
            () ->
                services.heard(Notice.class).stream()
                    .anyMatch(notice -> notice.value().equals("OversizedPayload")));
  }

  @Override
  public void close() {
    mosquitto.close();
  }
}
