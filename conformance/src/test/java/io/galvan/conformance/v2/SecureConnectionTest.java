package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Authority;
import io.galvan.conformance.Json;
import io.galvan.conformance.Pem;
import io.galvan.conformance.StationKey;
import io.galvan.conformance.Tls;
import io.galvan.conformance.WholeSystem;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A, security: what stands or falls with TLS and certificates. */
@OverWebSocket
class SecureConnectionTest extends VariableSuite {
  private static final String PASSWORD = "first-password-1";

  private static final List<String> SUITES =
      List.of(
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_RSA_WITH_AES_256_GCM_SHA384");

  // ---- what a station does

  private StationKey newKey(String algorithm) {
    return StationKey.generate(algorithm, "CN=" + id + ",O=Galvan");
  }

  /**
   * The operator asks for a signing request, and what is signed comes without him.
   *
   * @param trigger the message that is asked for
   * @param use the member certificateType on the wire, in both directions
   */
  private List<X509Certificate> renews(String trigger, String use, StationKey keys, String answer) {
    sends("TriggerMessage", Json.of("{'requestedMessage':'%s'}", trigger), "Accepted");
    JsonNode signing =
        station.call(
            "SignCertificate",
            "{'csr':'%s','certificateType':'%s'}",
            Json.escaped(keys.signingRequest()),
            use);
    assertThat(signing.get("status").asText()).isEqualTo("Accepted");
    JsonNode request = station.expect("CertificateSigned");
    station.answer(Json.of("{'status':'%s'}", answer));
    assertThat(request.get("certificateType").asText()).isEqualTo(use);
    List<X509Certificate> chain = Pem.read(request.get("certificateChain").asText());
    assertThat(chain.get(0).getPublicKey()).isEqualTo(keys.publicKey());
    return chain;
  }

  /** The reusable state RenewChargingStationCertificate, up to the station's answer. */
  private List<X509Certificate> renews(StationKey keys, String answer) {
    List<X509Certificate> chain =
        renews("SignChargingStationCertificate", "ChargingStationCertificate", keys, answer);
    assertThat(chain.get(0).getSubjectX500Principal().getName()).contains("CN=" + id);
    assertSigned(chain, roots());
    return chain;
  }

  /** Each certificate is signed by the one after it, the last one by a root. */
  private static void assertSigned(List<X509Certificate> chain, List<X509Certificate> roots) {
    X509Certificate last = chain.get(chain.size() - 1);
    List<X509Certificate> whole = new ArrayList<>(chain);
    roots.stream()
        .filter(root -> root.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
        .distinct()
        .forEach(whole::add);
    assertThat(whole).as("the chain and its root").hasSize(chain.size() + 1);
    try {
      for (int i = 0; i < chain.size(); i++) {
        chain.get(i).checkValidity();
        chain.get(i).verify(whole.get(i + 1).getPublicKey());
      }
    } catch (GeneralSecurityException e) {
      throw new AssertionError("no chain: " + whole, e);
    }
  }

  /** Lets the station in by a certificate of ours only, as security profile 3 demands. */
  private KeyStore certified(String algorithm) {
    StationKey key = newKey(algorithm);
    KeyStore keys = key.with(renews(key, "Accepted"));
    demandProfile(3);
    comesBack(keys, null);
    return keys;
  }

  private void comesBack(@Nullable KeyStore keys, @Nullable String password) {
    reconnectSecurely(keys, password);
    boot("RemoteReset");
    statuses("Available");
  }

  // ---- the server's side of TLS

  private void assertServer() throws IOException {
    for (String suite : SUITES) {
      SSLSession session = Tls.handshake(system, roots(), suite);
      assertThat(session.getCipherSuite()).isEqualTo(suite);
      assertThat(session.getProtocol()).isEqualTo("TLSv1.2");
      X509Certificate certificate = (X509Certificate) session.getPeerCertificates()[0];
      if (certificate.getPublicKey() instanceof RSAPublicKey rsa) {
        assertThat(rsa.getModulus().bitLength()).isGreaterThanOrEqualTo(2048);
      } else {
        ECPublicKey ec = (ECPublicKey) certificate.getPublicKey();
        assertThat(ec.getParams().getOrder().bitLength()).isGreaterThanOrEqualTo(224);
      }
      assertThat(certificate.getSerialNumber()).isGreaterThan(BigInteger.ZERO);
      assertThat(certificate.getSubjectX500Principal().getName())
          .contains("CN=" + WholeSystem.TLS_HOST);
    }
  }

  @Test
  void TC_A_04_serverCertificate() throws IOException {
    setPassword(PASSWORD);
    demandProfile(2);
    assertServer();
    comesBack(null, PASSWORD);
  }

  @Test
  void TC_A_06_tlsBelow12() throws IOException {
    assertThat(Tls.answerTo(system, Tls.hello("0302"))).as("to TLS 1.1").isEqualTo(Tls.ALERT);
    assertThat(Tls.answerTo(system, Tls.hello("0303"))).as("to TLS 1.2").isEqualTo(Tls.HANDSHAKE);
    setPassword(PASSWORD);
    demandProfile(2);
    comesBack(null, PASSWORD);
  }

  // ---- the station's certificate

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void TC_A_07_clientCertificate(String algorithm) throws IOException {
    KeyStore keys = certified(algorithm);
    assertServer();
    assertThat(refusal(() -> connectSecurely(null, null))).as("no certificate").isEqualTo("401");
    comesBack(keys, null);
  }

  /** What is wrong with a certificate, and how far it comes nonetheless. */
  enum Flaw {
    UNKNOWN_AUTHORITY,
    EXPIRED,
    FOREIGN_NAME
  }

  @ParameterizedTest
  @EnumSource
  void TC_A_08_invalidClientCertificate(Flaw flaw) {
    Authority trusted = system.stationAuthority();
    StationKey key = newKey("EC");
    Instant now = now();
    List<X509Certificate> bad =
        switch (flaw) {
          case UNKNOWN_AUTHORITY -> Authority.make("Nobody", WholeSystem.CLOCK).certify(key, id);
          case EXPIRED ->
              trusted.certify(
                  key, id, now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)));
          case FOREIGN_NAME -> trusted.certify(key, "another-station");
        };
    demandProfile(3);
    String refusal = refusal(() -> connectSecurely(key.with(bad), null));
    if (flaw == Flaw.FOREIGN_NAME) {
      assertThat(refusal).isEqualTo("401");
    } else {
      assertThat(refusal).as("the handshake is broken off").doesNotMatch("\\d+");
    }
    comesBack(key.with(trusted.certify(key, id)), null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void TC_A_11_renewStationCertificate(String algorithm) {
    certified(algorithm);
    StationKey key = newKey(algorithm);
    comesBack(key.with(renews(key, "Accepted")), null);
  }

  @Test
  void TC_A_12_v2gCertificate() {
    List<X509Certificate> chain =
        renews("SignV2GCertificate", "V2GCertificate", newKey("EC"), "Accepted");
    assertThat(chain).as("with the sub-CA").hasSizeGreaterThan(1);
    assertSigned(chain, v2gRoots());
  }

  private List<X509Certificate> v2gRoots() {
    List<X509Certificate> roots = new ArrayList<>();
    for (JsonNode trusted : operator.get("/trusted-certificates").get("items")) {
      if (trusted.get("use").asText().equals("V2GRootCertificate")) {
        roots.addAll(Pem.read(trusted.get("certificate").asText()));
      }
    }
    return roots;
  }

  @Test
  void TC_A_14_invalidStationCertificate() {
    KeyStore keys = certified("EC");
    renews(newKey("EC"), "Rejected");
    station.call(
        "SecurityEventNotification",
        "{'type':'InvalidChargingStationCertificate','timestamp':'%s'}",
        timestamp());
    assertThat(operator.get("/security-events?chargerId=" + id).get("items"))
        .extracting(event -> event.get("value").asText())
        .contains("InvalidChargingStationCertificate");
    comesBack(keys, null);
  }

  // ---- from one security profile to the next

  private void announces(int securityProfile) {
    sends(
        "SetNetworkProfile",
        Json.of(
            "{'configurationSlot':2,'connectionData':{'ocppVersion':'%s','ocppTransport':'JSON','ocppCsmsUrl':'wss://%s:%d/ocpp','messageTimeout':30,'securityProfile':%d,'ocppInterface':'Wired0'}}",
            ocppVersion(), WholeSystem.TLS_HOST, system.tlsPort(), securityProfile),
        "Accepted");
    sets(Map.of("OCPPCommCtrlr.NetworkConfigurationPriority", "2,1"), "Accepted");
    order(
        "/chargers/" + id + "/reset",
        Json.of("{'type':'immediate'}"),
        "Reset",
        Json.of("{'status':'Accepted'}"));
  }

  @Test
  void TC_A_19_raiseSecurityProfileFrom1To2() {
    setPassword(PASSWORD);
    demandProfile(1);
    byte[] password = PASSWORD.getBytes(StandardCharsets.UTF_8);
    reconnectForCommands(password);
    announces(2);
    comesBack(null, PASSWORD);
    assertThat(refusal(() -> connect(password))).as("the old profile").isEqualTo("403");
    comesBack(null, PASSWORD);
  }

  @Test
  void TC_A_19_raiseSecurityProfileFrom2To3() {
    setPassword(PASSWORD);
    demandProfile(2);
    comesBack(null, PASSWORD);
    StationKey key = newKey("EC");
    KeyStore keys = key.with(renews(key, "Accepted"));
    announces(3);
    comesBack(keys, null);
    assertThat(refusal(() -> connectSecurely(null, PASSWORD)))
        .as("the old profile")
        .isEqualTo("401");
    comesBack(keys, null);
  }
}
