package io.galvan.central.gateway;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.central.testing.RawStation;
import io.galvan.contract.connection.ConnectionAttempts;
import io.galvan.contract.connection.ConnectionAttempts.AttemptQuery;
import io.galvan.contract.connection.ConnectionAttempts.Outcome;
import io.galvan.contract.connection.ConnectionAttempts.StoredAttempt;
import io.galvan.contract.registration.Chargers;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is recorded of attempts to connect, and how guesses are slowed down. */
class AttemptsTest extends SecurityFixture {
  private List<StoredAttempt> attempts(@Nullable String identity, @Nullable Outcome outcome) {
    return await(
            bus.request(
                ConnectionAttempts.LIST,
                new AttemptQuery(identity, outcome, null, null, null, 100, null)))
        .items();
  }

  @Test
  void shouldRecordEachRefusedPasswordAndTheConnectionThatWasLetIn() {
    String id = charger(PASSWORD);
    assertThat(refusal(plain(id, id + ":a wrong password"))).isEqualTo(401);
    assertThat(refusal(plain(id.toLowerCase(Locale.ROOT), null))).isEqualTo(401);
    assertThat(mqttRefusal(RawStation.mqtt(vertx, port(Ports.Name.mqtt), id, "another wrong one")))
        .isEqualTo(MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD);
    booted(secure(id, id + ":" + PASSWORD, null)).close();
    List<StoredAttempt> attempts = attempts(id, null);
    assertThat(attempts)
        .extracting(StoredAttempt::outcome)
        .containsExactlyInAnyOrder(
            Outcome.wrong_password, Outcome.no_password, Outcome.wrong_password, Outcome.accepted);
    assertThat(attempts)
        .allSatisfy(
            attempt -> {
              assertThat(attempt.chargerId()).isEqualTo(id);
              assertThat(attempt.address()).isEqualTo("127.0.0.1");
              assertThat(attempt.secure()).isEqualTo(attempt.outcome() == Outcome.accepted);
            });
    assertThat(attempts).extracting(StoredAttempt::asked).contains("ocpp1.6", "MQTT 3.1.1");
    assertThat(attempts.toString()).doesNotContain("wrong one", "a wrong password");
  }

  @Test
  void shouldRecordWhatComesToNoStation() {
    assertThat(
            refusal(
                RawStation.webSocket(
                    vertx,
                    port(Ports.Name.ocpp),
                    "/steve/ws:%2F%2Fx:secret@h/CP",
                    null,
                    List.of("ocpp1.6"))))
        .isEqualTo(404);
    assertThat(attempts(null, Outcome.wrong_path))
        .anySatisfy(
            attempt -> {
              assertThat(attempt.identity()).isNull();
              assertThat(attempt.asked()).startsWith("/steve/");
            });
    assertThat(refusal(plain("A%0Ab", null))).isEqualTo(400);
    assertThat(attempts("A\nb", Outcome.wrong_path)).hasSize(1);
    for (String none : List.of("%2e", "%2E%2e", "x%E2%80%A8", "x%C2%85", "x%E2%80%AEy")) {
      assertThat(refusal(plain(none, null))).isEqualTo(400);
    }
    String id = charger(null);
    assertThat(
            refusal(
                RawStation.webSocket(
                    vertx, port(Ports.Name.ocpp), "/ocpp/" + id, null, List.of("ocpp9"))))
        .isEqualTo(400);
    assertThat(attempts(id, Outcome.no_subprotocol)).hasSize(1);
  }

  @Test
  void shouldTellMissingCertificatesFromProfilesThatAreTooLow() {
    String id = charger(null);
    await(bus.request(Chargers.SET_SECURITY_PROFILE, new Chargers.SecurityProfile(id, 3)));
    assertThat(refusal(plain(id, null))).isEqualTo(403);
    assertThat(refusal(secure(id, null, null))).isEqualTo(401);
    assertThat(attempts(id, null))
        .extracting(StoredAttempt::outcome)
        .containsExactlyInAnyOrder(Outcome.profile_too_low, Outcome.no_certificate);
  }

  @Test
  void shouldSlowDownGuessesOfOneStationOnly() {
    String id = charger(PASSWORD);
    for (int i = 0; i < 6; i++) {
      assertThat(refusal(plain(id, id + ":guess number " + i))).isEqualTo(401);
    }
    long start = System.nanoTime();
    assertThat(refusal(plain(id, id + ":one guess more"))).isEqualTo(401);
    assertThat(System.nanoTime() - start).isGreaterThan(450_000_000L);
    String other = charger(PASSWORD);
    start = System.nanoTime();
    booted(plain(other, other + ":" + PASSWORD)).close();
    assertThat(System.nanoTime() - start).isLessThan(450_000_000L);
    booted(plain(id, id + ":" + PASSWORD)).close();
    assertThat(attempts(id, Outcome.wrong_password))
        .singleElement()
        .extracting(StoredAttempt::count)
        .isEqualTo(7L);
  }
}
