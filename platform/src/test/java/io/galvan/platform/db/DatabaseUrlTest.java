package io.galvan.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
  @Test
  void shouldReadEveryPartAndHaveDefaults() {
    assertThat(DatabaseUrl.parse("postgresql://me:secret@db.example.com:5433/galvan"))
        .isEqualTo(new DatabaseUrl("db.example.com", 5433, "galvan", "me", "secret"));
    assertThat(DatabaseUrl.parse("postgres://me@[::1]"))
        .isEqualTo(new DatabaseUrl("::1", 5432, "me", "me", ""));
    assertThat(
            DatabaseUrl.parse(
                    "postgresql://me:p@h/d?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem")
                .parameters())
        .isEqualTo(Map.of("sslmode", "verify-full", "sslrootcert", "/etc/ca.pem"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p@ss",
        "a:b",
        "a/b",
        "a#b",
        "a?b=c",
        "100%",
        "%zz",
        "a+b",
        " a b ",
        "päß€😀",
        "@:/#%+? "
      })
  void shouldTakeAnyPasswordAsItIsAndEncoded(String password) {
    DatabaseUrl url = new DatabaseUrl("h", 1, "d", "me", password);
    assertThat(DatabaseUrl.parse("postgresql://me:" + password + "@h:1/d")).isEqualTo(url);
    assertThat(DatabaseUrl.parse(url.withPassword())).isEqualTo(url);
    assertThat(url.toString()).isEqualTo("postgresql://me@h:1/d");
  }

  @Test
  void shouldReadAPercentSignBeforeHexadecimalDigitsAsEncoded() {
    assertThat(DatabaseUrl.parse("postgresql://me:%2541@h/d").password()).isEqualTo("%41");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://me:secret@h/d",
        "postgresql://me:secret@h:99999/d",
        "postgresql://me:secret@h:0/d",
        "postgresql://me:secret@h/d/e",
        "postgresql://me:secret@/d",
        "postgresql://:secret@h/d",
        "postgresql://me:secret@h/d?password=secret",
        "postgresql://me:secret@h/d?sslmode=secret",
        "postgresql://me:secret@h/d?sslmode=verify-ca",
        "secret"
      })
  void shouldRepeatNothingOfWhatItCannotRead(String text) {
    assertThatThrownBy(() -> DatabaseUrl.parse(text))
        .hasMessageContaining("URL")
        .hasMessageNotContaining("secret");
  }
}
