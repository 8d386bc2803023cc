package io.galvan.auth.pki;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.auth.AuthFixture;
import io.galvan.contract.pki.Certificates;
import io.galvan.contract.pki.Certificates.CertificateUse;
import io.galvan.contract.pki.Certificates.Shown;
import io.galvan.contract.pki.Certificates.SigningRequest;
import io.galvan.contract.pki.Certificates.SigningState;
import io.galvan.contract.pki.Certificates.Submission;
import io.galvan.contract.pki.ContractCertificates;
import io.galvan.contract.pki.ContractCertificates.HashData;
import io.galvan.contract.pki.ContractCertificates.Provision;
import io.galvan.contract.pki.ContractCertificates.ProvisionAction;
import io.galvan.contract.pki.ContractCertificates.ProvisionQuery;
import io.galvan.contract.pki.ContractCertificates.Trusted;
import io.galvan.contract.pki.ContractCertificates.TrustedQuery;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates for vehicles: what stations show them, and what they are given. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class V2gCertificatesTest {
  private final AuthFixture auth = new AuthFixture(Map.of());

  @AfterAll
  void close() {
    auth.close();
  }

  private SigningRequest submit(
      String id, KeyPair keys, String subject, @Nullable CertificateUse use) {
    return auth.ask(
        Certificates.SUBMIT,
        new Submission(id, SigningRequests.csr(keys, subject), true, use, 42, null));
  }

  private X509Certificate root(String word) {
    return auth.ask(ContractCertificates.LIST_TRUSTED, new TrustedQuery()).items().stream()
        .filter(each -> each.own() && each.subject().contains("CN=Galvan " + word + " Root"))
        .map(Trusted::certificate)
        .map(V2gCertificatesTest::parsed)
        .findFirst()
        .orElseThrow();
  }

  private static X509Certificate parsed(String pem) {
    try {
      return Pem.certificate(Pem.decode(pem));
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"V2GCertificate,V2G,secp256r1", "V2G20Certificate,V2G-20,secp521r1"})
  void shouldSignForVehiclesUnderTheirOwnRoot_TC_A_12(CertificateUse use, String word, String curve)
      throws Exception {
    KeyPair keys = SigningRequests.ec(curve);
    SigningRequest request = submit("CP-" + use, keys, "CN=DE*GAL*E1,O=CPO", use);
    assertThat(request.state()).as(request.reason()).isEqualTo(SigningState.Signed);
    assertThat(request.certificateType()).isEqualTo(use);
    assertThat(request.requestId()).isEqualTo(42);
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> chain =
        factory
            .generateCertificates(
                new ByteArrayInputStream(
                    request.certificate().certificate().getBytes(StandardCharsets.US_ASCII)))
            .stream()
            .map(X509Certificate.class::cast)
            .toList();
    assertThat(chain).hasSize(2);
    assertThat(chain.get(0).getPublicKey()).isEqualTo(keys.getPublic());
    assertThat(chain.get(0).getSubjectX500Principal().getName()).contains("CN=DE*GAL*E1");
    assertThat(chain.get(1).getBasicConstraints()).isZero();
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root(word), null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(auth.clock.instant()));
    CertPathValidator.getInstance("PKIX").validate(factory.generateCertPath(chain), parameters);
    assertThat(chain.get(0).getNotAfter().toInstant())
        .isEqualTo(auth.clock.instant().plus(Duration.ofDays(90)));
  }

  /** What 2.1 calls hashRootCertificate. */
  @Test
  void shouldSignOnlyUnderTheRootThatTheStationNames() {
    HashData vehicles = hash(root("V2G"));
    HashData newer = hash(root("V2G-20"));
    String pem =
        auth.ask(Certificates.AUTHORITY, new Certificates.AuthorityQuery()).roots().stream()
            .filter(each -> each.algorithm() == Certificates.Algorithm.ECDSA)
            .findFirst()
            .orElseThrow()
            .certificate();
    HashData stations = hash(parsed(pem));

    assertThat(rooted("CP-1", CertificateUse.V2GCertificate, vehicles).state())
        .isEqualTo(SigningState.Signed);
    assertThat(rooted("CP-1", CertificateUse.V2G20Certificate, newer).state())
        .isEqualTo(SigningState.Signed);
    assertThat(rooted("CP-1", null, stations).state()).isEqualTo(SigningState.Signed);
    for (SigningRequest refused :
        List.of(
            rooted("CP-1", CertificateUse.V2GCertificate, newer),
            rooted("CP-1", CertificateUse.V2GCertificate, stations),
            rooted("CP-1", CertificateUse.ChargingStationCertificate, vehicles),
            rooted(
                "CP-1",
                CertificateUse.V2GCertificate,
                new HashData("SHA256", vehicles.issuerNameHash(), vehicles.issuerKeyHash(), "1")),
            rooted(
                "CP-1", CertificateUse.V2GCertificate, new HashData("SHA256", "zz", "zz", "zz")))) {
      assertThat(refused.state()).isEqualTo(SigningState.Rejected);
      assertThat(refused.reason()).contains("hashRootCertificate");
    }
  }

  private SigningRequest rooted(String id, CertificateUse use, HashData root) {
    KeyPair keys =
        SigningRequests.ec(use == CertificateUse.V2G20Certificate ? "secp521r1" : "secp256r1");
    return auth.ask(
        Certificates.SUBMIT,
        new Submission(id, SigningRequests.csr(keys, "CN=" + id), true, use, 42, root));
  }

  private static HashData hash(X509Certificate root) {
    CertificateId id = CertificateId.of(root, root);
    return new HashData("SHA256", id.nameHash(), id.keyHash(), id.serial().toString(16));
  }

  @Test
  void shouldNotSignAnRsaKeyForVehicles() {
    SigningRequest request =
        submit("CP-RSA", SigningRequests.rsa(2048), "CN=x", CertificateUse.V2GCertificate);
    assertThat(request.state()).isEqualTo(SigningState.Rejected);
    assertThat(request.reason()).contains("EC key");
  }

  @Test
  void shouldNotOpenTheDoorToWhatIsForVehicles() {
    KeyPair keys = SigningRequests.ec("secp256r1");
    SigningRequest own = submit("CP-DOOR", keys, "CN=CP-DOOR", null);
    auth.clock.advance(Duration.ofSeconds(1));
    SigningRequest forVehicles =
        submit("CP-DOOR", keys, "CN=DE*GAL*E1", CertificateUse.V2GCertificate);
    byte[] v2g =
        Pem.decode(forVehicles.certificate().certificate().split("(?<=END CERTIFICATE-----)")[0]);
    assertThat(auth.ask(Certificates.CHECK, new Shown("CP-DOOR", v2g)).accepted()).isFalse();
    byte[] station = Pem.decode(own.certificate().certificate());
    assertThat(auth.ask(Certificates.CHECK, new Shown("CP-DOOR", station)).accepted()).isTrue();
  }

  private static final ProvisionQuery QUERY =
      new ProvisionQuery("CP-1", "2", ProvisionAction.Install, "cmVx", 3, List.of("E1"));

  @Test
  void shouldSayThatThereIsNoProvider() {
    Provision none = auth.ask(ContractCertificates.PROVIDE, QUERY);
    assertThat(none.accepted()).isFalse();
    assertThat(none.reason()).contains("no certificate provider");
    assertThat(none.exiResponse()).isEmpty();
  }

  @Test
  void shouldForwardToTheProviderThatIsSetAndSurviveItsFailures_TC_M_26_TC_M_100() {
    Vertx vertx = Vertx.vertx();
    var answers =
        new java.util.concurrent.LinkedBlockingDeque<>(
            List.of(
                "{\"accepted\":true,\"exiResponse\":\"ZXhp\",\"remainingContracts\":2}",
                "nonsense",
                "{\"accepted\":true}"));
    var asked = new java.util.concurrent.LinkedBlockingDeque<JsonObject>();
    HttpServer server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request ->
                        request
                            .body()
                            .onSuccess(
                                body -> {
                                  asked.add(body.toJsonObject());
                                  request.response().end(answers.poll());
                                }))
                .listen(0, "127.0.0.1"));
    try (AuthFixture with =
        new AuthFixture(
            Map.of(
                "GALVAN_ISO15118_PROVIDER",
                "http://127.0.0.1:" + server.actualPort() + "/provide"))) {
      assertThat(with.ask(ContractCertificates.PROVIDE, QUERY))
          .isEqualTo(new Provision(true, null, "ZXhp", 2));
      assertThat(asked.poll())
          .isEqualTo(
              new JsonObject()
                  .put("chargerId", "CP-1")
                  .put("schemaVersion", "2")
                  .put("action", "Install")
                  .put("exiRequest", "cmVx")
                  .put("maximumContractCertificateChains", 3)
                  .put("prioritizedEmaids", List.of("E1")));
      for (int i = 0; i < 2; i++) {
        Provision failed = with.ask(ContractCertificates.PROVIDE, QUERY);
        assertThat(failed.accepted()).isFalse();
        assertThat(failed.reason()).contains("does not answer");
      }
      await(server.close());
      assertThat(with.ask(ContractCertificates.PROVIDE, QUERY).accepted()).isFalse();
    } finally {
      await(vertx.close());
    }
  }
}
