package io.galvan.auth.station;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.auth.block.PasswordHash;
import org.junit.jupiter.api.Test;

class VerifiedSecretsTest {
  private static final byte[] SECRET = {1, 2, 3};
  private final PasswordHash stored = PasswordHash.of(SECRET, 1);
  private final VerifiedSecrets verified = new VerifiedSecrets(2);

  @Test
  void shouldRememberOneChargersSecretUnderOneStoredHash() {
    verified.add("cp-1", stored, SECRET);
    assertThat(verified.contains("cp-1", stored, SECRET)).isTrue();
    assertThat(verified.contains("cp-2", stored, SECRET)).isFalse();
    assertThat(verified.contains("cp-1", stored, new byte[] {1, 2, 4})).isFalse();
    assertThat(verified.contains("cp-1", PasswordHash.of(SECRET, 1), SECRET)).isFalse();
  }

  @Test
  void shouldForgetTheLeastRecentlyUsed() {
    verified.add("cp-1", stored, SECRET);
    verified.add("cp-2", stored, SECRET);
    assertThat(verified.contains("cp-1", stored, SECRET)).isTrue();
    verified.add("cp-3", stored, SECRET);
    assertThat(verified.contains("cp-1", stored, SECRET)).isTrue();
    assertThat(verified.contains("cp-2", stored, SECRET)).isFalse();
  }
}
