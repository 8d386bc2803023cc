package io.galvan.auth.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
  private static final String EMAIL = "ada.lovelace@example.org";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password123",
        "P@ssw0rd2026!",
        "Administrator1",
        "--- welcome ---",
        "passwordpassword",
        "1234567890",
        "0987654321",
        "qwertyuiop",
        "abcdefghij",
        "abcde12345",
        "1q2w3e4r5t",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "2026!2026!2026",
        "Ada.Lovelace1",
        "adalovelace99",
        "Galvan20262026"
      })
  void shouldRefuseWhatIsGuessedFirst(String password) {
    assertThat(PasswordRules.isWeak(password, EMAIL)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "correct horse",
        "a new password",
        "long enough 1",
        "A long-enough word, 1",
        "another horse",
        "kW4nNpQ2zrTb7LmXcYvH",
        "Grüße aus Graz",
        "12 apes in 3 trees"
      })
  void shouldTakeOthers(String password) {
    assertThat(PasswordRules.isWeak(password, EMAIL)).isFalse();
  }
}
