package io.galvan.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.platform.error.GalvanException;
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
  void shouldNotRepeatAPasswordInAnError() {
    assertThatThrownBy(() -> Settings.from(Map.of("GALVAN_DB_URL", "mysql://me:secret@host/db")))
        .hasMessageContaining("GALVAN_DB_URL")
        .hasMessageNotContaining("secret");
  }
}
