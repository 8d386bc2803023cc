package io.galvan.central.gateway;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.central.testing.RawStation;
import io.galvan.contract.pki.Certificates;
import io.galvan.contract.pki.Certificates.SigningKey;
import io.galvan.contract.pki.Certificates.SigningQuery;
import io.galvan.contract.pki.Certificates.SigningRequest;
import io.galvan.contract.pki.Certificates.SigningState;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.station.StationCredentials;
import io.galvan.platform.json.Mapper;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import java.security.KeyPair;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The certificates of charging stations: asked for, renewed, refused, let in. */
class ClientCertificatesTest extends SecurityFixture {
  private static final String FOREIGN_NAME = "CN=SERIAL-F";

  /** The station asks for a certificate, gets it and takes it. */
  private Client renewed(RawStation station, String id, String algorithm, String name) {
    KeyPair keys = KeyMaterial.keys(algorithm);
    String csr = KeyMaterial.csr(keys, name);
    assertThat(
            station.ask("[2,\"s\",\"SignCertificate\"," + Mapper.write(Map.of("csr", csr)) + "]"))
        .isEqualTo("[3,\"s\",{\"status\":\"Accepted\"}]");
    String chain =
        answer(station, "CertificateSigned", "{\"status\":\"Accepted\"}")
            .get("certificateChain")
            .asText();
    await().until(() -> newest(id).state() == SigningState.Installed);
    assertThat(newest(id).certificate()).isNotNull();
    return new Client(chain, new KeyMaterial(keys, chain));
  }

  private SigningRequest newest(String id) {
    return await(bus.request(Certificates.LIST, new SigningQuery(id, null, 1, null)))
        .items()
        .get(0);
  }

  @ParameterizedTest
  @CsvSource({"RSA", "EC"})
  void shouldRenewTheCertificateAndLetInOnlyTheNewOneOnceUsed_TC_074_TC_087(String algorithm) {
    String id = charger(PASSWORD);
    String serial = "SERIAL-OF-" + id;
    Client first =
        renewed(
            booted(secure(id, id + ":" + PASSWORD, null), serial),
            id,
            algorithm,
            "O=CPO,CN=" + serial);
    await(bus.request(Chargers.SET_SECURITY_PROFILE, new Chargers.SecurityProfile(id, 3)));
    RawStation station = booted(secure(id, null, first), serial);
    command(
        station,
        id,
        "ExtendedTriggerMessage",
        Map.of("requestedMessage", "SignChargePointCertificate"),
        "{\"status\":\"Accepted\"}");
    Client second = renewed(station, id, algorithm, "O=CPO,CN=" + serial);
    booted(secure(id, null, first)).close();
    booted(secure(id, null, second)).close();
    assertThat(refusal(secure(id, null, first))).isEqualTo(401);
    booted(secure(id, null, second)).close();
    booted(secureMqtt(id, null, second)).close();
    assertThat(mqttRefusal(secureMqtt(id, null, first)))
        .isEqualTo(MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD);
  }

  @Test
  void shouldReachProfileThreeByItsCertificate_TC_083() {
    String id = charger(PASSWORD);
    String login = id + ":" + PASSWORD;
    RawStation station = booted(secure(id, login, null));
    Client client = renewed(station, id, "EC", "CN=" + id);
    command(
        station,
        id,
        "ChangeConfiguration",
        Map.of("key", "SecurityProfile", "value", "3"),
        "{\"status\":\"Accepted\"}");
    booted(secure(id, null, client)).close();
    assertThat(get(id).securityProfile()).isEqualTo(3);
    assertThat(refusal(secure(id, login, null))).isEqualTo(401);
    booted(secure(id, null, client)).close();
  }

  @Test
  void shouldRefuseTheCertificateOfAnotherStation() {
    String id = charger(null);
    Client client = renewed(booted(plain(id, null)), id, "EC", "CN=" + id);
    String other = charger(null);
    assertThat(refusal(secure(other, null, client))).isEqualTo(401);
    booted(secure(id, null, client)).close();
  }

  @Test
  void shouldKeepThatTheStationDidNotTakeItsCertificate_TC_077() {
    String id = charger(null);
    RawStation station = booted(plain(id, null));
    String csr = KeyMaterial.csr(KeyMaterial.keys("EC"), "CN=" + id);
    station.ask("[2,\"s\",\"SignCertificate\"," + Mapper.write(Map.of("csr", csr)) + "]");
    answer(station, "CertificateSigned", "{\"status\":\"Rejected\"}");
    assertThat(
            station.ask(
                "[2,\"e\",\"SecurityEventNotification\",{\"type\":\"InvalidChargePointCertificate\",\"timestamp\":\"2026-03-01T12:00:00Z\"}]"))
        .isEqualTo("[3,\"e\",{}]");
    await().until(() -> newest(id).state() == SigningState.Rejected);
    assertThat(newest(id).reason()).isEqualTo("the station answered Rejected");
  }

  @Test
  void shouldRejectARequestThatCannotBeSigned() {
    String id = charger(null);
    RawStation station = booted(plain(id, null));
    assertThat(station.ask("[2,\"s\",\"SignCertificate\",{\"csr\":\"no request\"}]"))
        .isEqualTo("[3,\"s\",{\"status\":\"Rejected\"}]");
    assertThat(newest(id).state()).isEqualTo(SigningState.Rejected);
  }

  @Test
  void shouldHandOverAgainWhatTheStationMissed() {
    String id = charger(null);
    KeyPair keys = KeyMaterial.keys("EC");
    SigningRequest signed =
        await(
            bus.request(
                Certificates.SUBMIT,
                new Certificates.Submission(id, KeyMaterial.csr(keys, "CN=" + id), true)));
    assertThatThrownBy(
            () -> await(bus.request(Certificates.HAND_OVER, new SigningKey(signed.id()))))
        .hasMessageContaining("not connected");
    assertThat(newest(id).state()).isEqualTo(SigningState.Signed);
    RawStation station = booted(plain(id, null));
    bus.send(Certificates.HAND_OVER, new SigningKey(signed.id()));
    answer(station, "CertificateSigned", "{\"status\":\"Accepted\"}");
    await().until(() -> newest(id).state() == SigningState.Installed);
  }

  @Test
  void shouldTrustTheClientCertificatesOfAFurtherAuthorityByTheStationsSerialNumber() {
    String id = charger(null);
    KeyMaterial material = KeyMaterial.certified("EC", FOREIGN_NAME, foreignRoot);
    Client client = new Client(material.certificate(), material);
    String boot =
        "[2,\"b\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\",\"chargeBoxSerialNumber\":\"SERIAL-F\"}]";
    assertThat(refusal(secure(id, null, client))).isEqualTo(401);
    RawStation stranger = await(plain(id, null));
    stranger.ask(boot);
    stranger.close();
    assertThat(refusal(secure(id, null, client)))
        .as("whoever knows the identity can tell a serial number")
        .isEqualTo(401);
    await(bus.request(StationCredentials.SET, new StationCredentials.NewCredentials(id, PASSWORD)));
    RawStation station = await(plain(id, id + ":" + PASSWORD));
    station.ask(boot);
    station.close();
    await(secure(id, null, client)).close();
    String other = charger(PASSWORD);
    station = await(plain(other, other + ":" + PASSWORD));
    station.ask(boot);
    station.close();
    assertThat(refusal(secure(id, null, client)))
        .as("another station has the serial number")
        .isEqualTo(401);
  }

  /** It booted with the other's identity as its serial number. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldSignNoNameOfAnotherStationWithoutAnOperator(boolean lowerCase) {
    String victim = charger(null);
    String name = lowerCase ? victim.toLowerCase(java.util.Locale.ROOT) : victim;
    String id = charger(PASSWORD);
    RawStation station = await(plain(id, id + ":" + PASSWORD));
    station.ask(
        "[2,\"b\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\",\"chargePointSerialNumber\":\""
            + name
            + "\"}]");
    String csr = KeyMaterial.csr(KeyMaterial.keys("EC"), "CN=" + name);
    assertThat(
            station.ask("[2,\"s\",\"SignCertificate\"," + Mapper.write(Map.of("csr", csr)) + "]"))
        .isEqualTo("[3,\"s\",{\"status\":\"Accepted\"}]");
    assertThat(newest(id).state()).isEqualTo(SigningState.Pending);
    assertThat(newest(id).reason())
        .isEqualTo("the common name is the identity or serial number of station " + victim);
  }
}
