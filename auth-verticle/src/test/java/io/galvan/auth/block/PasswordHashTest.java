package io.galvan.auth.block;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordHashTest {
  @ParameterizedTest
  @CsvSource({
    "1, 120fb6cffcf8b32c43e7225256c4f837a86548c92ccc35480805987cb70be17b",
    "2, ae4d0c95af6b46d32d0adff928f06dd02a303f8ef3c251dfd6e2d85a95474c43",
    "4096, c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a"
  })
  void shouldDeriveThePublishedTestVectors(int iterations, String expected) {
    byte[] derived =
        PasswordHash.derive("password".getBytes(UTF_8), "salt".getBytes(UTF_8), iterations);
    assertThat(HexFormat.of().formatHex(derived)).isEqualTo(expected);
  }

  @Test
  void shouldDeriveWhatTheJdkDerivesFromText() throws Exception {
    Random random = new Random(7);
    SecretKeyFactory jdk = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256");
    for (String secret : new String[] {"a", "pässwörd €", "x".repeat(64), "y".repeat(65)}) {
      byte[] salt = new byte[16];
      random.nextBytes(salt);
      byte[] expected =
          jdk.generateSecret(new PBEKeySpec(secret.toCharArray(), salt, 300, 256)).getEncoded();
      assertThat(PasswordHash.derive(secret.getBytes(UTF_8), salt, 300)).isEqualTo(expected);
    }
  }

  @Test
  void shouldMatchItsSecretOnlyAndSaltEachAnew() {
    byte[] secret = {0, (byte) 0xff, 3};
    PasswordHash one = PasswordHash.of(secret, 10);
    PasswordHash two = PasswordHash.of(secret, 10);
    assertThat(one.matches(secret)).isTrue();
    assertThat(one.matches(new byte[] {0, (byte) 0xff, 4})).isFalse();
    assertThat(one.matches(new byte[0])).isFalse();
    assertThat(one.hash()).isNotEqualTo(two.hash());
    assertThat(one).hasToString("PasswordHash");
  }
}
