package io.galvan.simulator.model;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.ocpp.OcppVersion;
import io.galvan.simulator.ScriptedCentral;
import io.galvan.simulator.quirk.Quirk;
import io.galvan.simulator.station.ChargingStation;
import io.galvan.simulator.station.SimulatedStation;
import io.galvan.simulator.station.StationModel;
import io.galvan.simulator.station.StationModel.Own;
import io.galvan.simulator.station2.SimulatedStation2;
import io.galvan.simulator.yaml.YamlException;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class ModelsTest {
  @SuppressWarnings("unused") // read by @FieldSource
  static final java.util.List<String> ALL = Models.BUILT_IN;

  private static final String WHOLE =
      """
      about: everything a model can say
      vendor: Maker
      model: Product 1
      firmware: 4.2
      evses: 2
      connectors-per-evse: 2
      power:
        phases: 0
        bidirectional: true
        curve:
          - [10, 50]
          - [50, 150]
          - [90, 30]
      meter-interval: 30s
      vehicle-kwh: 77.5
      signed: true
      quirks: [extra-fields, kilowatts]
      configuration:
        HeartbeatInterval: 120
        ChargeProfileMaxStackLevel: 3
      variables:
        OCPPCommCtrlr.HeartbeatInterval: 120
        SmartChargingCtrlr.SupportsDynamicProfiles: false
      own-keys:
        LightMode: dim
        Serial: {value: X-1, read-only: true}
      own-variables:
        LightCtrlr.Mode: dim
      """;

  private final Vertx vertx = Vertx.vertx();
  private final ScriptedCentral central = new ScriptedCentral(vertx);

  @AfterEach
  void close() {
    get(vertx.close());
  }

  @Test
  void shouldReadEverythingAModelCanSay() {
    StationModel model = Models.parse("product-1.yaml", WHOLE);
    assertThat(model.name()).isEqualTo("product-1");
    assertThat(model.vendor()).isEqualTo("Maker");
    assertThat(model.firmwareVersion()).isEqualTo("4.2");
    assertThat(model.outlets()).isEqualTo(2);
    assertThat(model.connectorsAnOutlet()).isEqualTo(2);
    assertThat(model.curve().maxWatt()).isEqualTo(150_000);
    assertThat(model.curve().watt(5)).isEqualTo(50_000);
    assertThat(model.curve().watt(30)).isEqualTo(100_000);
    assertThat(model.curve().watt(95)).isEqualTo(30_000);
    assertThat(model.curve().watt(100)).isZero();
    assertThat(model.curve().bidirectional()).isTrue();
    assertThat(model.meterInterval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(model.vehicleWh()).isEqualTo(77_500);
    assertThat(model.signed()).isTrue();
    assertThat(model.quirks()).containsExactlyInAnyOrder(Quirk.KILOWATTS, Quirk.EXTRA_FIELDS);
    assertThat(model.configuration()).containsEntry("HeartbeatInterval", "120").hasSize(2);
    assertThat(model.variables()).hasSize(2);
    assertThat(model.ownKeys())
        .containsEntry("LightMode", new Own("dim", false))
        .containsEntry("Serial", new Own("X-1", true));
    assertThat(model.ownVariables()).containsEntry("LightCtrlr.Mode", new Own("dim", false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vendr: x            | m.yaml:4: there is no field 'vendr' here",
        "evses: 2            | m.yaml:1: has either 'connectors' or 'evses'",
        "connectors-per-evse: 2 | m.yaml:4: 'connectors-per-evse' goes with 'evses' only",
        "meter-interval: often | m.yaml:4: 'meter-interval' must be a time",
        "meter-interval: 1500ms | m.yaml:4: 'meter-interval' must be whole seconds",
        "vehicle-kwh: -1     | m.yaml:4: 'vehicle-kwh' must be above 0",
        "signed: maybe       | m.yaml:4: 'signed' must be true or false",
        "quirks: [perfect]   | m.yaml:4: there is no quirk 'perfect'",
        "power: {max-kw: 1, phases: 2} | m.yaml:4: 'phases' must be 1 or 3, or 0",
        "power: {max-kw: 1, curve: [[0, 1]]} | m.yaml:4: 'max-kw' and 'curve' do not go together",
        "power: {phases: 3}  | m.yaml:4: power needs 'max-kw' or 'curve'",
        "power: {curve: []}  | m.yaml:4: 'curve' must be a list of [percent, kW]",
        "power: {curve: [[0, 1], [0, 2]]} | m.yaml:4: points must rise, [0,2] does not",
        "power: {curve: [[0, x]]} | m.yaml:4: a point is [percent, kW]",
        "power: {curve: [[101, 1]]} | m.yaml:4: a point has 0 to 100 %",
        "power: {max-kw: 1, floor-share: 2} | m.yaml:4: 'floor-share' must be 0 to 1",
        "configuration: {HeartbeatIntervall: 1} | m.yaml:4: 'HeartbeatIntervall' is no key",
        "configuration: {HeartbeatInterval: soon} | m.yaml:4: 'HeartbeatInterval' cannot be 'soon'",
        "configuration: {NumberOfConnectors: 9} | m.yaml:4: 'NumberOfConnectors' follows from",
        "configuration: {ChargeProfileMaxStackLevel: x} | m.yaml:4: 'ChargeProfileMaxStackLevel' cannot",
        "configuration: {A: [1]} | m.yaml:4: 'A' must be a single value",
        "variables: {TxCtrlr.Nothing: 1} | m.yaml:4: 'TxCtrlr.Nothing' is no variable",
        "variables: {TxCtrlr.Enabled: perhaps} | m.yaml:4: 'TxCtrlr.Enabled' cannot be 'perhaps'",
        "own-keys: {HeartbeatInterval: 1} | m.yaml:4: 'HeartbeatInterval' is one of the standard",
        "own-variables: {TxCtrlr.Enabled: 1} | m.yaml:4: 'TxCtrlr.Enabled' is one of the standard",
        "own-variables: {Enabled: 1} | m.yaml:4: 'Enabled' is no name",
      })
  void shouldTellTheLineOfWhatIsWrong(String line, String message) {
    String power = line.startsWith("power") ? "# none" : "power: {max-kw: 11}";
    String yaml = "vendor: V\nmodel: M\nconnectors: 1\n" + line + "\n" + power + "\n";
    assertThatThrownBy(() -> Models.parse("m.yaml", yaml))
        .isInstanceOf(YamlException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void shouldFindAModelBesideTheFileThatNamesIt(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("own.yaml"), WHOLE);
    Models.Source found = Models.of("own.yaml", folder.resolve("scenario.yaml"));
    assertThat(found.model().name()).isEqualTo("own");
    assertThat(found.file()).isEqualTo(folder.resolve("own.yaml"));
    assertThat(Models.of("zaptec-pro").file()).isNull();
    assertThatThrownBy(() -> Models.of("nothing.yaml"))
        .hasMessageContaining("is neither a file nor one of the models");
  }

  @Test
  void shouldListEveryFileThatComesAlong() throws Exception {
    Path folder = Path.of(Models.class.getResource("zaptec-pro.yaml").toURI()).getParent();
    try (var files = Files.list(folder)) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".yaml"))
                  .map(name -> name.replace(".yaml", "")))
          .containsExactlyInAnyOrderElementsOf(Models.BUILT_IN)
          .hasSize(10);
    }
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void shouldBootAndChargeAsItsModelInEachVersion(String name) {
    get(central.listen());
    StationModel model = Models.named(name);
    ChargingStation of16 =
        SimulatedStation.builder(vertx)
            .id("A")
            .webSocket(central.url())
            .model(model)
            .speed(60)
            .build();
    ChargingStation of21 =
        SimulatedStation2.builder(vertx, OcppVersion.V2_1)
            .id("B")
            .webSocket(central.url())
            .model(model)
            .speed(60)
            .build();
    for (ChargingStation station : new ChargingStation[] {of16, of21}) {
      get(station.start());
      await().until(station::accepted);
      get(station.plugIn(1));
      get(station.presentTag(1, "TAG"));
      await().until(() -> station.watt(1) > 0);
      assertThat(station.watt(1)).isLessThanOrEqualTo(model.curve().maxWatt());
    }
    assertThat(of16.connectors()).isEqualTo(model.outlets());
    assertThat(of21.connectors()).isEqualTo(model.outlets() * model.connectorsAnOutlet());
    JsonObject first = central.calls("BootNotification").get(0).payload();
    assertThat(first.getString("chargePointVendor")).isEqualTo(model.vendor());
    assertThat(first.getString("chargePointModel")).isEqualTo(model.model());
    JsonObject second = central.calls("BootNotification").get(1).payload();
    assertThat(second.getJsonObject("chargingStation").getString("model")).isEqualTo(model.model());
    model
        .configuration()
        .forEach((key, value) -> assertThat(of16.configuration(key)).contains(value));
    model
        .variables()
        .forEach((path, value) -> assertThat(of21.configuration(path)).contains(value));
  }

  @Test
  void shouldShowAndTakeSettingsThatOnlyItsMakerHas() {
    get(central.listen());
    StationModel model = Models.parse("product-1.yaml", WHOLE);
    SimulatedStation station =
        get(
            SimulatedStation.builder(vertx)
                .id("A")
                .webSocket(central.url())
                .model(model)
                .build()
                .start());
    await().until(station::accepted);
    assertThat(change("LightMode", "bright")).isEqualTo("Accepted");
    assertThat(change("Serial", "X-2")).isEqualTo("Rejected");
    assertThat(station.configuration("LightMode")).contains("bright");
    SimulatedStation2 other =
        get(
            SimulatedStation2.builder(vertx, OcppVersion.V2_0_1)
                .id("B")
                .webSocket(central.url())
                .model(model)
                .build()
                .start());
    assertThat(other.configuration("LightCtrlr.Mode")).contains("dim");
    assertThat(other.configuration("OCPPCommCtrlr.HeartbeatInterval")).contains("120");
    // A variable of 2.1 is none in 2.0.1.
    assertThat(other.configuration("SmartChargingCtrlr.SupportsDynamicProfiles")).isEmpty();
  }

  private String change(String key, String value) {
    return central
        .result("A", "ChangeConfiguration", new JsonObject().put("key", key).put("value", value))
        .getString("status");
  }
}
