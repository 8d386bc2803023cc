package io.galvan.simulator.station;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.ocpp.v16.AuthorizationStatus;
import io.galvan.ocpp.v16.RegistrationStatus;
import io.galvan.simulator.ScriptedCentral;
import io.galvan.simulator.ScriptedCentral.Received;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions of one station against a scripted central system. */
class SessionTest {
  private final Vertx vertx = Vertx.vertx();
  private final ScriptedCentral central = new ScriptedCentral(vertx);
  private SimulatedStation station;

  @BeforeEach
  void listen() {
    get(central.listen());
  }

  @AfterEach
  void close() {
    get(vertx.close());
  }

  /** A station that lives sixty times faster, but waits in real time for its answers. */
  private StationBuilder builder(String transport) {
    StationBuilder builder =
        SimulatedStation.builder(vertx)
            .id("CP-1")
            .seed(42)
            .speed(60)
            .callTimeout(Duration.ofMinutes(10))
            .backOff(Duration.ofSeconds(6), Duration.ofSeconds(60));
    return transport.equals("ws")
        ? builder.webSocket(central.url())
        : builder.mqtt("127.0.0.1", central.mqttPort());
  }

  private void start(StationBuilder builder) {
    station = get(builder.build().start());
  }

  private void awaitRegistered() {
    await()
        .until(
            () ->
                station.registration().equals(java.util.Optional.of(RegistrationStatus.Accepted)));
  }

  private List<String> told() {
    return central
        .calls("StatusNotification", "Authorize", "StartTransaction", "StopTransaction")
        .stream()
        .map(
            call ->
                call.action().equals("StatusNotification")
                    ? call.payload().getInteger("connectorId")
                        + " "
                        + call.payload().getString("status")
                    : call.action())
        .toList();
  }

  private static long register(Received meterValues) {
    JsonObject value = meterValues.payload().getJsonArray("meterValue").getJsonObject(0);
    return Long.parseLong(value.getJsonArray("sampledValue").getJsonObject(0).getString("value"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "mqtt"})
  void shouldTellAWholeSessionInOrder(String transport) {
    start(builder(transport).connectors(2));
    awaitRegistered();
    get(station.plugIn(1));
    assertThat(get(station.presentTag(1, "TAG"))).isEqualTo(AuthorizationStatus.Accepted);
    await().until(() -> station.transactionId(1).isPresent());
    await().until(() -> central.calls("MeterValues").size() >= 3);
    get(station.presentTag(1, "TAG"));
    get(station.unplug(1));
    await().until(() -> told().size() == 10);

    assertThat(told())
        .containsExactly(
            "0 Available",
            "1 Available",
            "2 Available",
            "1 Preparing",
            "Authorize",
            "StartTransaction",
            "1 Charging",
            "StopTransaction",
            "1 Finishing",
            "1 Available");
    JsonObject begin = central.calls("StartTransaction").get(0).payload();
    JsonObject end = central.calls("StopTransaction").get(0).payload();
    assertThat(end.getLong("transactionId")).isEqualTo(101);
    assertThat(end.getString("reason")).isEqualTo("Local");
    List<Long> registers =
        Stream.concat(
                Stream.of(begin.getLong("meterStart")),
                Stream.concat(
                    central.calls("MeterValues").stream().map(SessionTest::register),
                    Stream.of(end.getLong("meterStop"))))
            .toList();
    assertThat(registers).isSorted();
    assertThat(end.getLong("meterStop")).isGreaterThan(begin.getLong("meterStart"));
    assertThat(central.calls("MeterValues"))
        .allSatisfy(call -> assertThat(call.payload().getLong("transactionId")).isEqualTo(101));
  }
}
