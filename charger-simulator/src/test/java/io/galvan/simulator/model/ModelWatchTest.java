package io.galvan.simulator.model;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.ocpp.OcppVersion;
import io.galvan.simulator.ScriptedCentral;
import io.galvan.simulator.station.ChargingStation;
import io.galvan.simulator.station.SimulatedStation;
import io.galvan.simulator.station.StationModel;
import io.galvan.simulator.station2.SimulatedStation2;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelWatchTest {
  private final Vertx vertx = Vertx.vertx();
  private final ScriptedCentral central = new ScriptedCentral(vertx);
  private final List<String> told = new CopyOnWriteArrayList<>();
  private @TempDir Path folder;

  @BeforeEach
  void listen() {
    get(central.listen());
  }

  @AfterEach
  void close() {
    get(vertx.close());
  }

  private void write(String model, String power, String more) throws IOException {
    Files.writeString(
        folder.resolve("m.yaml"),
        "vendor: V\nmodel: " + model + "\nconnectors: 1\npower: {" + power + "}\n" + more);
  }

  private ChargingStation followed(OcppVersion version) {
    Models.Source source = Models.of(folder.resolve("m.yaml").toString());
    ChargingStation station =
        version == OcppVersion.V1_6
            ? SimulatedStation.builder(vertx)
                .id("A")
                .webSocket(central.url())
                .model(source.model())
                .rebootTime(Duration.ofMillis(10))
                .build()
            : SimulatedStation2.builder(vertx, version)
                .id("A")
                .webSocket(central.url())
                .model(source.model())
                .rebootTime(Duration.ofMillis(10))
                .build();
    get(station.start());
    await().until(station::accepted);
    ModelWatch.start(
        vertx,
        source,
        Duration.ofMillis(10),
        (before, now) -> {
          station.become(before, now);
          told.add(ModelWatch.sentence(before, now));
        },
        told::add);
    return station;
  }

  @ParameterizedTest
  @EnumSource(OcppVersion.class)
  void shouldGiveARunningSessionTheNewCurveAndKeepItsTransaction(OcppVersion version)
      throws IOException {
    write("M", "max-kw: 11", "");
    ChargingStation station = followed(version);
    get(station.plugIn(1));
    get(station.presentTag(1, "TAG"));
    await().until(() -> station.watt(1) == 11_000);
    await().until(() -> station.transaction(1).isPresent());
    String transaction = station.transaction(1).orElseThrow();
    write("M", "max-kw: 7", "");
    await().until(() -> station.watt(1) == 7_000);
    assertThat(station.transaction(1)).contains(transaction);
    assertThat(told).containsExactly("the model m has changed");
    assertThat(central.calls("BootNotification")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(OcppVersion.class)
  void shouldBootAgainAsTheNewProductWithItsQuirks(OcppVersion version) throws IOException {
    write("M", "max-kw: 11", "");
    ChargingStation station = followed(version);
    write("N", "max-kw: 11", "firmware: 2.0\nquirks: [repeated-messages]\n");
    // Every CALL comes twice now, so does the boot.
    await().until(() -> central.calls("BootNotification").size() == 3);
    JsonObject boot = central.calls("BootNotification").get(2).payload();
    assertThat(boot.encode()).contains("\"N\"").contains("\"2.0\"");
    await().until(station::accepted);
    assertThat(told).containsExactly("the model m has changed; its stations boot again");
  }

  @Test
  void shouldSetOnlyTheKeysThatDiffer() throws IOException {
    write("M", "max-kw: 11", "configuration: {BlinkRepeat: 5, HeartbeatInterval: 100}\n");
    ChargingStation station = followed(OcppVersion.V1_6);
    central.result(
        "A", "ChangeConfiguration", new JsonObject().put("key", "BlinkRepeat").put("value", "9"));
    write("M", "max-kw: 11", "configuration: {BlinkRepeat: 5, HeartbeatInterval: 77}\n");
    await().until(() -> station.configuration("HeartbeatInterval").orElse("").equals("77"));
    assertThat(station.configuration("BlinkRepeat")).contains("9");
  }

  @Test
  void shouldStayAsItIsWhileTheFileIsWrongAndSayItOnce() throws IOException {
    write("M", "max-kw: 11", "");
    ChargingStation station = followed(OcppVersion.V1_6);
    write("M", "max-kw: much", "");
    await().until(() -> !told.isEmpty());
    write("M", "max-kw: 11", "connectors-per-evse: 2\n");
    await().until(() -> told.size() == 2);
    write("M", "max-kw: 11", "configuration: {BlinkRepeat: 5}\n");
    await().until(() -> station.configuration("BlinkRepeat").orElse("").equals("5"));
    assertThat(told)
        .containsExactly(
            "m.yaml:4: 'max-kw' must be a number, not \"much\"",
            "m.yaml:5: 'connectors-per-evse' goes with 'evses' only",
            "the model m has changed");
  }

  @Test
  void shouldSayWhatARunningStationCannotFollow() throws IOException {
    write("M", "max-kw: 11", "");
    StationModel before = Models.read(folder.resolve("m.yaml"));
    write("M", "max-kw: 11", "signed: true\n");
    assertThat(ModelWatch.sentence(before, Models.read(folder.resolve("m.yaml"))))
        .isEqualTo("the model m has changed; not before the next start: signed readings");
  }
}
