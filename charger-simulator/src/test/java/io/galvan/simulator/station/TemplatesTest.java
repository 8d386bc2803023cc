package io.galvan.simulator.station;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.simulator.ScriptedCentral;
import io.galvan.simulator.behaviour.Battery;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kinds of stations: what they can, and what their meters say. */
class TemplatesTest {
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

  private StationBuilder builder(StationTemplate template) {
    return SimulatedStation.builder(vertx)
        .id("CP-1")
        .webSocket(central.url())
        .template(template)
        .speed(60);
  }

  private void charge(StationBuilder builder, Battery battery) {
    station = get(builder.build().start());
    await().until(station::accepted);
    get(station.plugIn(1, battery));
    get(station.presentTag(1, "TAG"));
    await().until(() -> station.transaction(1).isPresent());
  }

  private void stop() {
    get(station.presentTag(1, "TAG"));
    await().until(() -> central.calls("StopTransaction").size() == 1);
  }

  @Test
  void shouldSignTheBeginAndTheEndSoThatAnyoneCanCheckThem() throws Exception {
    charge(builder(StationTemplate.AC_22).signedMeterValues(true), new Battery(60_000, 30));
    await().until(() -> station.registerWh(1) > 0 && station.watt(1) > 0);
    stop();
    JsonObject stopped = central.calls("StopTransaction").get(0).payload();
    PublicKey key =
        KeyFactory.getInstance("EC")
            .generatePublic(
                new X509EncodedKeySpec(
                    HexFormat.of()
                        .parseHex(station.configuration("MeterPublicKey1").orElseThrow())));
    List<String> kinds =
        stopped.getJsonArray("transactionData").stream()
            .map(each -> ((JsonObject) each).getJsonArray("sampledValue").getJsonObject(0))
            .map(
                value -> {
                  assertThat(value.getString("format")).isEqualTo("SignedData");
                  return checked(value.getString("value"), key);
                })
            .map(reading -> reading.getString("TX"))
            .toList();
    assertThat(kinds).containsExactly("B", "E");
    String end =
        stopped
            .getJsonArray("transactionData")
            .getJsonObject(1)
            .getJsonArray("sampledValue")
            .getJsonObject(0)
            .getString("value");
    assertThat(checked(end, key).getDouble("RV")).isEqualTo(stopped.getLong("meterStop") / 1_000.0);
  }

  /** The reading of an OCMF text whose signature holds. */
  private static JsonObject checked(String ocmf, PublicKey key) {
    String[] parts = ocmf.split("\\|");
    assertThat(parts).hasSize(3);
    assertThat(parts[0]).isEqualTo("OCMF");
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initVerify(key);
      signature.update(parts[1].getBytes(StandardCharsets.UTF_8));
      assertThat(
              signature.verify(HexFormat.of().parseHex(new JsonObject(parts[2]).getString("SD"))))
          .isTrue();
    } catch (java.security.GeneralSecurityException broken) {
      throw new AssertionError(broken);
    }
    return new JsonObject(parts[1]).getJsonArray("RD").getJsonObject(0);
  }

  @Test
  void shouldTakeEnergyBackFromAVehicleThatCanGiveIt() {
    charge(
        builder(StationTemplate.V2X)
            .meterInterval(Duration.ofSeconds(10))
            .configure(
                "MeterValuesSampledData", "Energy.Active.Export.Register,Power.Active.Export"),
        new Battery(60_000, 80));
    long before = station.registerWh(1);
    get(station.limitPower(1, -5_000));
    long given = station.registerWh(1);
    await().until(() -> station.watt(1) == -5_000);
    await()
        .until(
            () ->
                central.calls("MeterValues").stream()
                    .map(call -> call.payload().encode())
                    .anyMatch(
                        text ->
                            text.contains("\"5000.0\"")
                                && text.contains("Energy.Active.Export.Register")));
    assertThat(station.registerWh(1)).isEqualTo(given);
    assertThat(given).isGreaterThanOrEqualTo(before);
    stop();
  }

  @Test
  void shouldNotGiveWhatItCannot() {
    charge(builder(StationTemplate.AC_11), new Battery(60_000, 80));
    assertThat(station.limitPower(1, -1_000).toCompletionStage().toCompletableFuture())
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableOfType(java.util.concurrent.ExecutionException.class)
        .withMessageContaining("can only give power");
  }

  @Test
  void shouldKeepToWhatTheVehicleTakes() {
    charge(builder(StationTemplate.DC_50), new Battery(60_000, 30));
    get(station.limitPower(1, 20_000));
    await().until(() -> station.watt(1) == 20_000);
    get(station.limitPower(1, 0));
    await().until(() -> station.state(1).name().equals("SuspendedEV"));
  }

  @Test
  void shouldBeFoundByAnySpellingOfTheirName() {
    assertThat(StationTemplate.named("ac-22")).contains(StationTemplate.AC_22);
    assertThat(StationTemplate.named("DC150")).contains(StationTemplate.DC_150);
    assertThat(StationTemplate.named("v2x")).contains(StationTemplate.V2X);
    assertThat(StationTemplate.named("AC 7")).isEmpty();
  }
}
