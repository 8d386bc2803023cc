package io.galvan.simulator.station2;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.v2.RegistrationStatus;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;

/** One station of 2.x against a scripted central system; what it sends must fit the schemas. */
abstract class Station2Test {
  static final String ID = "CS-1";

  final Vertx vertx = Vertx.vertx();
  Central2 central;
  SimulatedStation2 station;

  @AfterEach
  void close() {
    get(vertx.close());
    assertThat(central.violations).isEmpty();
  }

  /** A station of a version over WebSocket that lives sixty times faster, registered. */
  void start(OcppVersion version) {
    start(version, builder -> builder);
  }

  void start(OcppVersion version, UnaryOperator<Station2Builder> with) {
    listen(version);
    launch(with.apply(builder(version).webSocket(central.url())));
    awaitRegistered();
  }

  void listen(OcppVersion version) {
    central = new Central2(vertx, version);
    get(central.listen());
  }

  Station2Builder builder(OcppVersion version) {
    return SimulatedStation2.builder(vertx, version)
        .id(ID)
        .seed(42)
        .speed(60)
        .backOff(Duration.ofMillis(100), Duration.ofSeconds(1));
  }

  void launch(Station2Builder builder) {
    station = get(builder.build().start());
  }

  void awaitRegistered() {
    await().until(() -> station.registration().equals(Optional.of(RegistrationStatus.Accepted)));
  }

  JsonObject result(String action, JsonObject payload) {
    return central.result(ID, action, payload);
  }

  String status(String action, JsonObject payload) {
    return result(action, payload).getString("status");
  }

  void set(String component, String variable, String value) {
    assertThat(tryToSet(component, variable, value)).isEqualTo("Accepted");
  }

  String tryToSet(String component, String variable, String value) {
    return result(
            "SetVariables",
            new JsonObject()
                .put(
                    "setVariableData",
                    new JsonArray()
                        .add(
                            new JsonObject()
                                .put("attributeValue", value)
                                .put("component", new JsonObject().put("name", component))
                                .put("variable", new JsonObject().put("name", variable)))))
        .getJsonArray("setVariableResult")
        .getJsonObject(0)
        .getString("attributeStatus");
  }

  /** The events of transactions: type, reason, charging state. */
  List<String> events() {
    return central.calls("TransactionEvent").stream()
        .filter(event -> !event.getString("triggerReason").startsWith("MeterValue"))
        .map(
            event ->
                event.getString("eventType")
                    + " "
                    + event.getString("triggerReason")
                    + " "
                    + event.getJsonObject("transactionInfo").getString("chargingState"))
        .toList();
  }

  JsonObject lastEvent() {
    List<JsonObject> all = central.calls("TransactionEvent");
    return all.get(all.size() - 1);
  }

  JsonObject event(String trigger) {
    return central.calls("TransactionEvent").stream()
        .filter(event -> event.getString("triggerReason").equals(trigger))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("no " + trigger + " in " + events()));
  }

  /** Plugs in, shows a card, and waits until energy flows. */
  String charge() {
    get(station.plugIn(1));
    get(station.presentTag(1, "TAG"));
    await().until(() -> events().contains("Updated ChargingStateChanged Charging"));
    return station.transactionId(1).orElseThrow();
  }

  static JsonObject token(String text) {
    return new JsonObject().put("idToken", text).put("type", "ISO14443");
  }

  static JsonObject evse(int id) {
    return new JsonObject().put("id", id);
  }
}
