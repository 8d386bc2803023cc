package io.galvan.central.gateway;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.central.testing.RawStation;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.registration.Chargers;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Passwords, and the profiles a charging station is raised to. */
class SecurityProfilesTest extends SecurityFixture {
  @Test
  void shouldTakeThePasswordAsTextOrAsHexAndNothingElse_TC_085() {
    String id = charger(PASSWORD);
    assertThat(refusal(plain(id, null))).isEqualTo(401);
    assertThat(refusal(plain(id, id + ":another password"))).isEqualTo(401);
    booted(plain(id, id + ":" + PASSWORD)).close();
    String hex = HexFormat.of().formatHex("twenty bytes of key!".getBytes(StandardCharsets.UTF_8));
    assertThat(hex).hasSize(40);
    String other = charger(hex);
    assertThat(refusal(plain(other, null))).isEqualTo(401);
    booted(plain(other, other + ":" + hex)).close();
    booted(plain(other, other + ":twenty bytes of key!")).close();
  }

  @Test
  void shouldLetInTheNewPasswordAtOnceAndTheOldOneUntilTheNewIsProven_TC_073() {
    String id = charger(PASSWORD);
    RawStation station = booted(plain(id, id + ":" + PASSWORD));
    String key = "000102030405060708090a0b0c0d0e0f";
    Command command =
        command(
            station,
            id,
            "ChangeConfiguration",
            Map.of("key", "AuthorizationKey", "value", key),
            "{\"status\":\"Accepted\"}");
    assertThat(command.state()).isEqualTo(CommandState.Accepted);
    assertThat(command.request()).doesNotContain(key);
    station.close();
    booted(plain(id, id + ":" + PASSWORD)).close();
    booted(plain(id, id + ":" + key)).close();
    assertThat(refusal(plain(id, id + ":" + PASSWORD))).isEqualTo(401);
    booted(plain(id, id + ":" + key)).close();
  }

  /** The station answers, closes and comes again before its answer is stored. */
  @Test
  void shouldLetAStationInThatComesWithItsNewPasswordWhileItsAnswerIsUnderWay() {
    String id = charger(PASSWORD);
    String old = PASSWORD;
    for (int i = 0; i < 8; i++) {
      String key = "000102030405060708090a0b0c0d0e0" + i;
      RawStation station = booted(plain(id, id + ":" + old));
      Future<Command> changing = changing(id, Map.of("key", "AuthorizationKey", "value", key));
      answer(station, "ChangeConfiguration", "{\"status\":\"Accepted\"}");
      booted(plain(id, id + ":" + key)).close();
      assertThat(refusal(plain(id, id + ":" + old))).isEqualTo(401);
      await(changing);
      old = key;
    }
  }

  @Test
  void shouldKeepTheOldPasswordWhenTheStationRefusesTheNewOne() {
    String id = charger(PASSWORD);
    RawStation station = booted(plain(id, id + ":" + PASSWORD));
    command(
        station,
        id,
        "ChangeConfiguration",
        Map.of("key", "AuthorizationKey", "value", "000102030405060708090a0b0c0d0e0f"),
        "{\"status\":\"Rejected\"}");
    station.close();
    assertThat(refusal(plain(id, id + ":000102030405060708090a0b0c0d0e0f"))).isEqualTo(401);
    booted(plain(id, id + ":" + PASSWORD)).close();
  }

  /** As the guide says; nobody announced it. */
  @Test
  void shouldRefusePlainConnectionsOnceTheStationShowedItsPasswordOverTls() {
    String id = charger(PASSWORD);
    String login = id + ":" + PASSWORD;
    booted(plain(id, login)).close();
    booted(secure(id, login, null)).close();
    assertThat(get(id).securityProfile()).isEqualTo(2);
    assertThat(refusal(plain(id, login))).isEqualTo(403);
    booted(secure(id, login, null)).close();
    String open = charger(null);
    booted(secure(open, null, null)).close();
    booted(plain(open, null)).close();
    assertThat(get(open).securityProfile()).as("a stranger raises nothing").isZero();
  }

  @Test
  void shouldRefuseTheOldProfileOnceTheStationCameWithTheHigherOne_TC_083() {
    String id = charger(PASSWORD);
    String login = id + ":" + PASSWORD;
    RawStation station = booted(plain(id, login));
    command(
        station,
        id,
        "ChangeConfiguration",
        Map.of("key", "SecurityProfile", "value", "2"),
        "{\"status\":\"Accepted\"}");
    assertThat(get(id).securityProfile()).isZero();
    // It may fall back as long as it has not come over TLS.
    booted(plain(id, login)).close();
    booted(secure(id, login, null)).close();
    assertThat(get(id).securityProfile()).isEqualTo(2);
    assertThat(refusal(plain(id, login))).isEqualTo(403);
    assertThat(refusal(secure(id, null, null))).isEqualTo(401);
    booted(secure(id, login, null)).close();
  }

  @Test
  void shouldRaiseTheProfileOverMqttJustTheSame_TC_083() {
    String id = charger(PASSWORD);
    RawStation station = booted(RawStation.mqtt(vertx, port(Ports.Name.mqtt), id, PASSWORD));
    command(
        station,
        id,
        "ChangeConfiguration",
        Map.of("key", "SecurityProfile", "value", "2"),
        "{\"status\":\"RebootRequired\"}");
    booted(secureMqtt(id, PASSWORD, null)).close();
    assertThat(get(id).securityProfile()).isEqualTo(2);
    assertThat(mqttRefusal(RawStation.mqtt(vertx, port(Ports.Name.mqtt), id, PASSWORD)))
        .isEqualTo(MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED);
    assertThat(mqttRefusal(secureMqtt(id, null, null)))
        .isEqualTo(MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD);
  }

  @Test
  void shouldDemandTheProfileAnOperatorSets() {
    String open = charger(null);
    booted(plain(open, null)).close();
    for (int profile : List.of(1, 2, 3)) {
      await(
          bus.request(Chargers.SET_SECURITY_PROFILE, new Chargers.SecurityProfile(open, profile)));
      assertThat(refusal(plain(open, null))).isEqualTo(profile == 1 ? 401 : 403);
      assertThat(refusal(secure(open, null, null))).isEqualTo(401);
    }
    String closed = charger(PASSWORD);
    await(bus.request(Chargers.SET_SECURITY_PROFILE, new Chargers.SecurityProfile(closed, 3)));
    assertThat(refusal(secure(closed, closed + ":" + PASSWORD, null))).isEqualTo(401);
  }
}
