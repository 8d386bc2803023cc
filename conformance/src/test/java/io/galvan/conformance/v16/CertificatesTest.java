package io.galvan.conformance.v16;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import io.galvan.conformance.Pem;
import io.galvan.conformance.StationKey;
import io.galvan.conformance.Tls;
import io.galvan.conformance.WholeSystem;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Security profiles 2 and 3: what stands or falls with TLS. */
@OverWebSocket
class CertificatesTest extends Suite16 {
  private static final String PASSWORD = "first-password-1";

  /** The reusable state RenewChargePointCertificate, up to the station's answer. */
  private List<X509Certificate> renews(StationKey keys, String answer) {
    sends(
        "ExtendedTriggerMessage",
        Json.of("{'requestedMessage':'SignChargePointCertificate'}"),
        "Accepted");
    JsonNode signing =
        station.call("SignCertificate", "{'csr':'%s'}", Json.escaped(keys.signingRequest()));
    assertThat(signing.get("status").asText()).isEqualTo("Accepted");
    JsonNode request = station.expect("CertificateSigned");
    station.answer(Json.of("{'status':'%s'}", answer));
    return Pem.read(request.get("certificateChain").asText());
  }

  private StationKey newKey(String algorithm) {
    return StationKey.generate(algorithm, "CN=" + id + ",O=Galvan");
  }

  /** Lets the station in by a certificate of ours only, as security profile 3 demands. */
  private KeyStore certified(String algorithm) {
    StationKey key = newKey(algorithm);
    KeyStore keys = key.with(renews(key, "Accepted"));
    demandProfile(3);
    reconnectSecurely(keys, null);
    boot();
    return keys;
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void TC_074_renewChargePointCertificate(String algorithm) {
    certified(algorithm);
    StationKey key = newKey(algorithm);
    List<X509Certificate> chain = renews(key, "Accepted");
    X509Certificate certificate = chain.get(0);
    assertThat(certificate.getPublicKey()).isEqualTo(key.publicKey());
    assertThat(certificate.getSubjectX500Principal().getName()).contains("CN=" + id);
    assertThat(certificate.getSigAlgName()).isEqualTo(key.signatureAlgorithm());
    reconnectSecurely(key.with(chain), null);
    boot();
    statuses("Available");
  }

  @Test
  void TC_077_invalidChargePointCertificate() {
    KeyStore keys = certified("EC");
    renews(newKey("EC"), "Rejected");
    station.call(
        "SecurityEventNotification",
        "{'type':'InvalidChargePointCertificate','timestamp':'%s'}",
        now());
    seen.assertNoticed("SecurityEvent", "InvalidChargePointCertificate");
    seen.assertAnswered("CertificateSigned", "Rejected");
    reconnectSecurely(keys, null);
    boot();
  }

  @Test
  void TC_083_raiseSecurityProfile() {
    operator.put("/chargers/" + id + "/password", Json.of("{'password':'%s'}", PASSWORD));
    demandProfile(1);
    reconnect(PASSWORD.getBytes(StandardCharsets.UTF_8));
    statuses("Available");
    sends("ChangeConfiguration", Json.of("{'key':'SecurityProfile','value':'2'}"), "Accepted");
    sends("Reset", Json.of("{'type':'Hard'}"), "Accepted");
    reconnectSecurely(null, PASSWORD);
    boot();
    statuses("Available");
    assertThat(refusal(() -> connect(PASSWORD.getBytes(StandardCharsets.UTF_8))))
        .as("the old profile")
        .isEqualTo("403");
    reconnectSecurely(null, PASSWORD);
    statuses("Available");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_RSA_WITH_AES_256_GCM_SHA384"
      })
  void TC_086_serverCertificate(String suite) throws IOException {
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
    assertThat(Tls.answerTo(system, Tls.hello("0303"))).as("to TLS 1.2").isEqualTo(Tls.HANDSHAKE);
    assertThat(Tls.answerTo(system, Tls.hello("0302"))).as("to TLS 1.1").isEqualTo(Tls.ALERT);
    reconnectSecurely(null, null);
    boot();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void TC_087_clientCertificate(String algorithm) {
    KeyStore keys = certified(algorithm);
    assertThat(refusal(() -> connectSecurely(null, null))).isEqualTo("401");
    reconnectSecurely(keys, null);
    boot();
    statuses("Available");
  }
}
