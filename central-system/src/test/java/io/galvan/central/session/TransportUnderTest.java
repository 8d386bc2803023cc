package io.galvan.central.session;

import static org.awaitility.Awaitility.await;

import io.galvan.central.gateway.Ports;
import io.galvan.central.testing.RawStation;
import io.galvan.central.testing.StandInServices;
import io.galvan.contract.registration.Chargers.Notice;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The transport of one test. */
interface TransportUnderTest extends AutoCloseable {
  /** Connects a station. */
  Future<RawStation> connect(Vertx vertx, Ports ports, String id, @Nullable String password);

  /** Settings of the gateway. */
  default Map<String, String> settings() {
    return Map.of();
  }

  /** Waits until the session of the station was ended by us. */
  default void awaitEnd(RawStation station, StandInServices services) {
    await().atMost(30, TimeUnit.SECONDS).until(() -> station.closed().isDone());
  }

  /** Waits until what is too large is refused: by the end, or over MQTT by a security event. */
  default void awaitRefusal(RawStation station, StandInServices services) {
    await()
        .until(
            () ->
                station.closed().isDone()
                    || services.heard(Notice.class).stream()
                        .anyMatch(notice -> notice.value().equals("OversizedPayload")));
  }

  @Override
  default void close() {}
}
