package io.galvan.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.error.GalvanException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void shouldHaveDefaultsForAll() {
    Settings settings = Settings.from(Map.of());
    assertThat(settings.apiPort()).isEqualTo(8080);
    assertThat(settings.databaseUrl()).isNull();
    assertThat(settings.unknownChargers()).isEqualTo(Settings.UnknownChargers.PENDING);
  }

  @Test
  void shouldNameTheVariableThatCannotBeUnderstood() {
    assertThatThrownBy(() -> Settings.from(Map.of("GALVAN_API_PORT", "eighty")))
        .isInstanceOf(GalvanException.class)
        .hasMessageContaining("GALVAN_API_PORT")
        .hasMessageContaining("eighty");
    assertThatThrownBy(() -> Settings.from(Map.of("GALVAN_UNKNOWN_CHARGERS", "maybe")))
        .hasMessageContaining(
            "GALVAN_UNKNOWN_CHARGERS must be one of [accept, pending, reject, refuse]");
  }

  @Test
  void shouldReadTheDefaultVersionAndThePatternOfTokens() {
    assertThat(Settings.from(Map.of()).defaultVersion()).isEqualTo(OcppVersion.V1_6);
    assertThat(Settings.from(Map.of("GALVAN_DEFAULT_VERSION", "none")).defaultVersion()).isNull();
    assertThat(Settings.from(Map.of("GALVAN_DEFAULT_VERSION", "2.0.1")).defaultVersion())
        .isEqualTo(OcppVersion.V2_0_1);
    assertThatThrownBy(() -> Settings.from(Map.of("GALVAN_DEFAULT_VERSION", "3")))
        .hasMessageContaining("GALVAN_DEFAULT_VERSION must be a version like 1.6");
    assertThat(Settings.from(Map.of()).idTokenPattern()).isNull();
    assertThat(Settings.from(Map.of("GALVAN_ID_TOKEN_PATTERN", "(.+)_.*")).idTokenPattern())
        .hasToString("(.+)_.*");
    for (String broken : new String[] {"(", "no-group"}) {
      assertThatThrownBy(() -> Settings.from(Map.of("GALVAN_ID_TOKEN_PATTERN", broken)))
          .hasMessageContaining("GALVAN_ID_TOKEN_PATTERN must be a regular expression");
    }
  }

  @Test
  void shouldReadTheDefaultPolicy() {
    assertThat(Settings.from(Map.of()).defaultPolicy())
        .isEqualTo(
            new PolicySettings(false, 300, null, null, null, null, null, null, null, 30, null));
    Map<String, String> all =
        Map.of(
            "GALVAN_FREE_VENDING", "yes",
            "GALVAN_HEARTBEAT_INTERVAL", "60",
            "GALVAN_LOCAL_PRE_AUTHORIZE", "false",
            "GALVAN_STOP_TRANSACTION_ON_INVALID_ID", "true",
            "GALVAN_MEASURANDS", "SoC , Power.Active.Import",
            "GALVAN_SAMPLE_INTERVAL", "0",
            "GALVAN_CLOCK_ALIGNED_INTERVAL", "900",
            "GALVAN_TRIGGER_BOOT_AFTER", "0",
            "GALVAN_TAKE_INVENTORY", "no");
    assertThat(Settings.from(all).defaultPolicy())
        .isEqualTo(
            new PolicySettings(
                true,
                60,
                null,
                false,
                null,
                true,
                List.of("SoC", "Power.Active.Import"),
                0,
                900,
                0,
                false));
    assertThatThrownBy(() -> Settings.from(Map.of("GALVAN_MEASURANDS", "SoC,,Power")))
        .hasMessageContaining("GALVAN_MEASURANDS must be");
    assertThatThrownBy(() -> Settings.from(Map.of("GALVAN_SAMPLE_INTERVAL", "-1")))
        .hasMessageContaining("GALVAN_SAMPLE_INTERVAL");
  }

  @Test
  void shouldTrustNoProxyUnlessSet() {
    assertThat(Settings.from(Map.of()).connections().trustedProxies()).isEmpty();
    assertThat(
            Settings.from(Map.of("GALVAN_TRUSTED_PROXIES", "10.0.0.0/8, ::1"))
                .connections()
                .trustedProxies())
        .hasToString("[10.0.0.0/8, ::1/128]");
    assertThatThrownBy(() -> Settings.from(Map.of("GALVAN_TRUSTED_PROXIES", "proxy.example.com")))
        .hasMessageContaining("GALVAN_TRUSTED_PROXIES")
        .hasMessageContaining("proxy.example.com");
  }

  @Test
  void shouldNotRepeatAPasswordInAnError() {
    assertThatThrownBy(() -> Settings.from(Map.of("GALVAN_DB_URL", "mysql://me:secret@host/db")))
        .hasMessageContaining("GALVAN_DB_URL")
        .hasMessageNotContaining("secret");
  }
}
