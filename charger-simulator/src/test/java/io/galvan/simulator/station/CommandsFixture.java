package io.galvan.simulator.station;

import static io.galvan.simulator.Wait.get;
import static org.awaitility.Awaitility.await;

import io.galvan.ocpp.v16.ChargePointStatus;
import io.galvan.simulator.ScriptedCentral;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One station of two connectors, to which a scripted central system makes every call it can. */
abstract class CommandsFixture {
  static final String ID = "CP-1";

  final Vertx vertx = Vertx.vertx();
  final ScriptedCentral central = new ScriptedCentral(vertx);
  SimulatedStation station;

  @BeforeEach
  void start() {
    get(central.listen());
    station =
        get(
            SimulatedStation.builder(vertx)
                .id(ID)
                .webSocket(central.url())
                .connectors(2)
                .speed(60)
                .build()
                .start());
    await().until(() -> central.calls("StatusNotification").size() == 3);
  }

  @AfterEach
  void close() {
    get(vertx.close());
  }

  static JsonObject json(Object... pairs) {
    JsonObject object = new JsonObject();
    for (int i = 0; i < pairs.length; i += 2) {
      object.put((String) pairs[i], pairs[i + 1]);
    }
    return object;
  }

  JsonObject ask(String action, Object... pairs) {
    return central.result(ID, action, json(pairs));
  }

  String status(String action, Object... pairs) {
    return ask(action, pairs).getString("status");
  }

  long charge(int connector) {
    get(station.plugIn(connector));
    get(station.presentTag(connector, "TAG"));
    await().until(() -> station.transactionId(connector).isPresent());
    return station.transactionId(connector).getAsLong();
  }

  void awaitState(int connector, ChargePointStatus state) {
    await().until(() -> station.state(connector) == state);
  }

  static String later(Duration time) {
    return Clock.systemUTC().instant().plus(time).toString();
  }
}
