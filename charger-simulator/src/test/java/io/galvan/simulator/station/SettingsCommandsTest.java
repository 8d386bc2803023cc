package io.galvan.simulator.station;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The configuration, the local list and the cache. */
class SettingsCommandsTest extends CommandsFixture {
  @ParameterizedTest
  @CsvSource({
    "MeterValueSampleInterval, 30, Accepted",
    "metervaluesampleinterval, 30, Accepted",
    "MeterValueSampleInterval, often, Rejected",
    "MeterValuesSampledData, 'Voltage,SoC', Accepted",
    "MeterValuesSampledData, 'Voltage,Happiness', Rejected",
    "NumberOfConnectors, 4, Rejected",
    "AllowOfflineTxForUnknownId, perhaps, Rejected",
    "WebSocketPingInterval, 30, RebootRequired",
    "AuthorizationKey, short, Rejected",
    "NoSuchKey, 1, NotSupported"
  })
  void shouldJudgeAChangeOfConfiguration(String key, String value, String verdict) {
    assertThat(status("ChangeConfiguration", "key", key, "value", value)).isEqualTo(verdict);
  }

  @Test
  void shouldShowItsConfigurationButNoSecret() {
    JsonObject all = ask("GetConfiguration");
    assertThat(all.getJsonArray("configurationKey").size()).isGreaterThan(40);
    assertThat(all.containsKey("unknownKey")).isFalse();
    JsonObject some =
        ask(
            "GetConfiguration",
            "key",
            new JsonArray(List.of("NumberOfConnectors", "Nonsense", "AuthorizationKey")));
    assertThat(some.getJsonArray("unknownKey")).containsExactly("Nonsense");
    assertThat(some.getJsonArray("configurationKey"))
        .containsExactly(
            json("key", "NumberOfConnectors", "readonly", true, "value", "2"),
            json("key", "AuthorizationKey", "readonly", false));
  }

  @Test
  void shouldKeepALocalListAndUseItOffline() {
    assertThat(ask("GetLocalListVersion").getInteger("listVersion")).isZero();
    JsonArray entries =
        new JsonArray().add(json("idTag", "LISTED", "idTagInfo", json("status", "Accepted")));
    assertThat(
            status(
                "SendLocalList",
                "listVersion",
                4,
                "updateType",
                "Full",
                "localAuthorizationList",
                entries))
        .isEqualTo("Accepted");
    assertThat(ask("GetLocalListVersion").getInteger("listVersion")).isEqualTo(4);
    assertThat(status("SendLocalList", "listVersion", 4, "updateType", "Differential"))
        .isEqualTo("VersionMismatch");
    get(station.goOffline());
    get(station.plugIn(1));
    assertThat(get(station.presentTag(1, "UNKNOWN")).name()).isEqualTo("Invalid");
    assertThat(get(station.presentTag(1, "listed")).name()).isEqualTo("Accepted");
    assertThat(station.charging(1)).isTrue();
  }

  @Test
  void shouldForgetWhatItCached() {
    charge(1);
    get(station.presentTag(1, "TAG"));
    get(station.unplug(1));
    assertThat(status("ClearCache")).isEqualTo("Accepted");
    get(station.goOffline());
    get(station.plugIn(1));
    assertThat(get(station.presentTag(1, "TAG")).name()).isEqualTo("Invalid");
  }
}
