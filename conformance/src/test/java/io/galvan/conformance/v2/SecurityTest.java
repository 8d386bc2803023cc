package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A, security: the station's password. */
@OverEveryTransport
class SecurityTest extends VariableSuite {
  private static final String OLD_PASSWORD = "first-password-1";
  private static final String NEW_PASSWORD = "second-password-2";
  private static final String VARIABLE = "SecurityCtrlr.BasicAuthPassword";

  private static byte[] bytes(String password) {
    return password.getBytes(StandardCharsets.UTF_8);
  }

  @BeforeEach
  void demandAPassword() {
    Assumptions.assumeTrue(way.transport().asksForPassword(), "the broker asks for the password");
    setPassword(OLD_PASSWORD);
    demandProfile(1);
  }

  private void comesBack(String password) {
    reconnect(bytes(password));
    boot("RemoteReset");
    statuses("Available");
  }

  @Test
  void TC_A_01_basicAuthentication() {
    refusesCredentials(null);
    comesBack(OLD_PASSWORD);
    assertThat(seen.of("").get("online").asBoolean()).isTrue();
    assertThat(seen.of("").get("securityProfile").asInt()).isEqualTo(1);
  }

  @Test
  void TC_A_02_invalidUserName() {
    refusesUser(id + "Invalid", bytes(OLD_PASSWORD));
    comesBack(OLD_PASSWORD);
  }

  @Test
  void TC_A_03_invalidPassword() {
    refusesCredentials(null);
    refusesCredentials(bytes(UUID.randomUUID().toString().substring(0, 16)));
    refusesCredentials(bytes("x".repeat(4) + UUID.randomUUID()));
    comesBack(OLD_PASSWORD);
  }

  @Test
  void TC_A_09_changePassword() {
    comesBack(OLD_PASSWORD);
    sets(Map.of(VARIABLE, NEW_PASSWORD), "Accepted");
    comesBack(NEW_PASSWORD);
    refusesCredentials(bytes(OLD_PASSWORD));
  }

  @Test
  void TC_A_10_changePasswordRejected() {
    comesBack(OLD_PASSWORD);
    sets(Map.of(VARIABLE, NEW_PASSWORD), "Rejected");
    refusesCredentials(bytes(NEW_PASSWORD));
    comesBack(OLD_PASSWORD);
  }
}
