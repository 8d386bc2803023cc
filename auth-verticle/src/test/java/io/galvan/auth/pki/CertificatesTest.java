package io.galvan.auth.pki;

import static io.galvan.auth.AuthFixture.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.auth.AuthFixture;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.event.Happening.CommandCompleted;
import io.galvan.contract.pki.Certificates;
import io.galvan.contract.pki.Certificates.Algorithm;
import io.galvan.contract.pki.Certificates.ClientCertificate;
import io.galvan.contract.pki.Certificates.Handover;
import io.galvan.contract.pki.Certificates.Root;
import io.galvan.contract.pki.Certificates.Shown;
import io.galvan.contract.pki.Certificates.SigningKey;
import io.galvan.contract.pki.Certificates.SigningPage;
import io.galvan.contract.pki.Certificates.SigningQuery;
import io.galvan.contract.pki.Certificates.SigningRequest;
import io.galvan.contract.pki.Certificates.SigningState;
import io.galvan.contract.pki.Certificates.Submission;
import io.galvan.contract.pki.Certificates.Verdict;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.platform.error.Fault;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.json.Mapper;
import io.galvan.platform.outbox.Subscription;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The certificate authority, asked over the bus. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CertificatesTest {
  private static final KeyPair EC = SigningRequests.ec("secp256r1");
  private static final KeyPair RSA = SigningRequests.rsa(2048);
  private final AuthFixture auth = new AuthFixture(Map.of());
  private int chargers;

  @AfterAll
  void close() {
    auth.close();
  }

  private String newId() {
    return "CP-" + ++chargers;
  }

  private SigningRequest submit(String id, String csr) {
    return auth.ask(Certificates.SUBMIT, new Submission(id, csr, true));
  }

  private SigningRequest signedFor(String id) {
    SigningRequest request = submit(id, SigningRequests.csr(EC, "CN=" + id + ",O=CPO"));
    assertThat(request.state()).as(request.reason()).isEqualTo(SigningState.Signed);
    auth.clock.advance(Duration.ofSeconds(1));
    return request;
  }

  private SigningRequest get(String id) {
    return auth.ask(Certificates.GET, new SigningKey(id));
  }

  private static ClientCertificate certificate(SigningRequest request) {
    ClientCertificate certificate = request.certificate();
    assertThat(certificate).isNotNull();
    return certificate;
  }

  private static X509Certificate parsed(String pem) {
    try {
      return Pem.certificate(Pem.decode(pem));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private Root root(Algorithm algorithm) {
    return auth.ask(Certificates.AUTHORITY, new Certificates.AuthorityQuery()).roots().stream()
        .filter(root -> root.algorithm() == algorithm)
        .findFirst()
        .orElseThrow();
  }

  private Verdict show(String id, SigningRequest request) {
    byte[] der = Pem.decode(certificate(request).certificate());
    return auth.ask(Certificates.CHECK, new Shown(id, der));
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void shouldSignWithTheRootOfTheKeysOwnKind_TC_074(Algorithm algorithm) throws Exception {
    KeyPair keys = algorithm == Algorithm.RSA ? RSA : EC;
    String id = newId();
    SigningRequest request = submit(id, SigningRequests.csr(keys, "CN=SERIAL-" + id + ",O=CPO"));
    assertThat(request.state()).as(request.reason()).isEqualTo(SigningState.Signed);
    assertThat(request.algorithm()).isEqualTo(algorithm);
    X509Certificate certificate = parsed(certificate(request).certificate());
    assertThat(certificate.getPublicKey()).isEqualTo(keys.getPublic());
    assertThat(certificate.getSubjectX500Principal().getName())
        .isEqualTo("CN=SERIAL-" + id + ",O=CPO");
    assertThat(certificate.getSigAlgName())
        .isEqualTo(algorithm == Algorithm.RSA ? "SHA256withRSA" : "SHA256withECDSA");
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    Root root = root(algorithm);
    certificate.verify(parsed(root.certificate()).getPublicKey());
    assertThat(parsed(root.certificate()).getBasicConstraints()).isZero();
    assertThat(Duration.between(root.validFrom(), root.validTo()))
        .isGreaterThan(Duration.ofDays(3652));
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void shouldCertifyAServerForItsNameWithASerialNumber_TC_086(Algorithm algorithm)
      throws Exception {
    KeyPair keys = algorithm == Algorithm.RSA ? RSA : EC;
    String pem =
        auth.ask(
                Certificates.CERTIFY_SERVER,
                new Certificates.ServerKey("csms.example.com", keys.getPublic().getEncoded()))
            .pem();
    X509Certificate certificate = parsed(pem);
    assertThat(certificate.getSubjectX500Principal().getName()).startsWith("CN=csms.example.com,");
    assertThat(certificate.getSubjectAlternativeNames())
        .containsExactly(List.of(2, "csms.example.com"));
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(certificate.getSerialNumber().bitLength()).isBetween(64, 159);
    certificate.verify(parsed(root(algorithm).certificate()).getPublicKey());
  }

  @Test
  void shouldKeepOneAuthorityForAllNodesAndStarts() {
    Root root = root(Algorithm.ECDSA);
    try (AuthFixture other = new AuthFixture(auth)) {
      assertThat(other.ask(Certificates.AUTHORITY, new Certificates.AuthorityQuery()).roots())
          .contains(root);
    }
  }

  static Stream<Arguments> unusable() {
    KeyPair p384 = SigningRequests.ec("secp384r1");
    String good = SigningRequests.csr(EC, "CN=SERIAL-7");
    return Stream.of(
        Arguments.of("no text at all", "not a certificate signing request"),
        Arguments.of(good.substring(0, 120), "not a certificate signing request"),
        Arguments.of(good.replace("CERTIFICATE REQUEST", "CERTIFICATE"), "not a certificate"),
        Arguments.of(
            SigningRequests.csr(SigningRequests.rsa(1024), "CN=SERIAL-7"), "2048 to 8192 bits"),
        Arguments.of(SigningRequests.csr(EC, p384, "CN=SERIAL-7"), "signed with its own key"),
        Arguments.of(SigningRequests.csr(EC, "O=CPO"), "one common name"),
        Arguments.of(SigningRequests.csr(EC, "CN=SERIAL-7,CN=CP-1"), "one common name"));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void shouldRejectWhatCannotBeSignedAndSayWhy(String csr, String reason) {
    SigningRequest request = submit(newId(), csr);
    assertThat(request.state()).isEqualTo(SigningState.Rejected);
    assertThat(request.reason()).contains(reason);
    assertThat(request.certificate()).isNull();
    assertFault(
        Fault.CONFLICT, null, () -> auth.ask(Certificates.SIGN, new SigningKey(request.id())));
  }

  @Test
  void shouldLetAnOperatorDecideAboutAStationThatIsNotAccepted() {
    String id = newId();
    String csr = SigningRequests.csr(EC, "CN=" + id);
    SigningRequest waiting = auth.ask(Certificates.SUBMIT, new Submission(id, csr, false));
    assertThat(waiting.state()).isEqualTo(SigningState.Pending);
    assertThat(waiting.reason()).isEqualTo("the station is not accepted");
    SigningRequest signed = auth.ask(Certificates.SIGN, new SigningKey(waiting.id()));
    assertThat(signed.state()).isEqualTo(SigningState.Signed);
    assertThat(certificate(signed).subject()).isEqualTo("CN=" + id + ",O=Galvan");
    assertThat(auth.ask(Certificates.SIGN, new SigningKey(waiting.id()))).isEqualTo(signed);
    assertFault(
        Fault.CONFLICT,
        null,
        () -> auth.ask(Certificates.REJECT, new Certificates.Refusal(signed.id(), "too late")));
  }

  @Test
  void shouldSignNothingByItselfWhenThePolicyIsManual() {
    try (AuthFixture manual = new AuthFixture(Map.of("GALVAN_SIGN_CERTIFICATES", "manual"))) {
      String csr = SigningRequests.csr(EC, "CN=CP-1");
      SigningRequest first = manual.ask(Certificates.SUBMIT, new Submission("CP-1", csr, true));
      assertThat(first.state()).isEqualTo(SigningState.Pending);
      SigningRequest second = manual.ask(Certificates.SUBMIT, new Submission("CP-1", csr, true));
      assertThat(manual.ask(Certificates.GET, new SigningKey(first.id())).reason())
          .isEqualTo("replaced by a newer request");
      SigningRequest rejected =
          manual.ask(Certificates.REJECT, new Certificates.Refusal(second.id(), "not one of ours"));
      assertThat(rejected.state()).isEqualTo(SigningState.Rejected);
      assertThat(rejected.reason()).isEqualTo("not one of ours");
    }
  }

  @Test
  void shouldSupersedeTheOldCertificateWhenTheNewOneIsFirstUsed() {
    String id = newId();
    SigningRequest old = signedFor(id);
    assertThat(show(id, old).accepted()).isTrue();
    assertThat(get(old.id()).state()).isEqualTo(SigningState.Installed);
    SigningRequest renewed = signedFor(id);
    assertThat(show(id, old).accepted()).isTrue();
    assertThat(show(id, renewed).accepted()).isTrue();
    assertThat(show(id, old))
        .isEqualTo(new Verdict(false, "the certificate is superseded by a newer one"));
    assertThat(show(id, renewed).accepted()).isTrue();
    assertThat(certificate(get(old.id())).supersededAt()).isEqualTo(auth.clock.instant());
  }

  @Test
  void shouldRefuseACertificateThatWasSignedForAnotherStation() {
    String victim = newId();
    String thief = newId();
    SigningRequest waiting = submit(thief, SigningRequests.csr(EC, "CN=" + victim));
    // An operator may have good reason to sign it all the same.
    SigningRequest request = auth.ask(Certificates.SIGN, new SigningKey(waiting.id()));
    assertThat(show(victim, request).accepted()).isFalse();
    assertThat(show(thief, request).accepted()).isTrue();
  }

  @Test
  void shouldRefuseACertificateThatHasExpired() {
    String id = newId();
    SigningRequest request = signedFor(id);
    try (AuthFixture later = new AuthFixture(auth)) {
      Duration most = Duration.between(auth.clock.instant(), certificate(request).validTo());
      auth.clock.advance(most.plusSeconds(1));
      assertThat(
              later
                  .ask(
                      Certificates.CHECK,
                      new Shown(id, Pem.decode(certificate(request).certificate())))
                  .reason())
          .isEqualTo("the certificate is not valid now");
      auth.clock.advance(most.plusSeconds(1).negated());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cp-foreign,",
    "SERIAL-CP-FOREIGN,",
    "SERIAL-9, neither the station's identity nor its serial number",
    "UNPROVED-CP-FOREIGN, proved neither a password nor a certificate",
    "TAKEN, the identity or serial number of station CP-OTHER"
  })
  void shouldJudgeACertificateOfAnotherAuthorityByItsName(String name, @Nullable String objection) {
    CertificateAuthority foreign =
        CertificateAuthority.generate(Algorithm.ECDSA, auth.clock.instant());
    X509Certificate certificate =
        foreign.issueClient(RSA.getPublic(), name, "Maker", auth.clock.instant());
    Verdict verdict =
        auth.ask(Certificates.CHECK, new Shown("CP-FOREIGN", Pem.decode(Pem.encode(certificate))));
    assertThat(verdict.accepted()).isEqualTo(objection == null);
    if (objection != null) {
      assertThat(verdict.reason()).contains(objection);
    }
  }

  /** The name of a station in a certificate is that of no other, whatever letter case. */
  @ParameterizedTest
  @CsvSource({
    "ANOTHER, neither the station's identity nor its serial number",
    "UNPROVED-%s, proved neither a password nor a certificate",
    "TAKEN, the identity or serial number of station CP-OTHER"
  })
  void shouldLetAnOperatorDecideAboutANameThatIsNotTheStationsAlone(String name, String reason) {
    String id = newId();
    SigningRequest request = submit(id, SigningRequests.csr(EC, "CN=" + name.formatted(id)));
    assertThat(request.state()).isEqualTo(SigningState.Pending);
    assertThat(request.reason()).contains(reason);
    SigningRequest signed = auth.ask(Certificates.SIGN, new SigningKey(request.id()));
    assertThat(signed.state()).isEqualTo(SigningState.Signed);
    assertThat(signed.reason()).as("stays to be seen").contains(reason);
  }

  @Test
  void shouldLetAnOperatorDecideAboutTheNameOfAnotherStationsCertificate() {
    String id = newId();
    String other = "serial-" + id;
    SigningRequest first = submit(id, SigningRequests.csr(EC, "CN=SERIAL-" + id));
    assertThat(first.state()).as(first.reason()).isEqualTo(SigningState.Signed);
    SigningRequest second = submit(other, SigningRequests.csr(EC, "CN=" + other));
    assertThat(second.state()).isEqualTo(SigningState.Pending);
    assertThat(second.reason()).isEqualTo("station " + id + " has a certificate of this name");
    auth.ask(Certificates.FORGET, new ChargerKey(id));
    assertThat(submit(other, SigningRequests.csr(EC, "CN=" + other)).state())
        .isEqualTo(SigningState.Signed);
  }

  @Test
  void shouldCloseTheDoorToACertificateTheStationDidNotTake_TC_077() {
    String id = newId();
    SigningRequest request = signedFor(id);
    SigningRequest refused =
        auth.ask(
            Certificates.HANDED_OVER, new Handover(request.id(), false, "the station said no"));
    assertThat(refused.state()).isEqualTo(SigningState.Rejected);
    assertThat(refused.reason()).isEqualTo("the station said no");
    assertThat(show(id, request).accepted()).isFalse();
  }

  /** The command's end may be stored long after the node that sent it is gone. */
  @ParameterizedTest
  @CsvSource({
    "Accepted, Accepted, , Installed, ",
    "Rejected, Rejected, , Rejected, the station answered Rejected",
    "Failed, , InternalError, Rejected, the station answered InternalError",
    "Failed, , , Signed, ",
    "Unknown, , , Signed, ",
  })
  void shouldLearnFromTheEndOfTheCommandWhatTheStationSaid(
      CommandState end,
      @Nullable String status,
      @Nullable String errorCode,
      SigningState state,
      @Nullable String reason) {
    String id = newId();
    SigningRequest request = signedFor(id);
    Command command =
        new Command(
            "command",
            id,
            "CertificateSigned",
            null,
            Mapper.write(Map.of("certificateChain", certificate(request).certificate())),
            end,
            status,
            null,
            errorCode,
            null,
            "galvan",
            null,
            auth.clock.instant(),
            null,
            auth.clock.instant(),
            null,
            null);
    Event event = new Event("event", auth.clock.instant(), id, new CommandCompleted(command));
    auth.ask(Subscription.AUTH.address(), new EventBatch(List.of(event)));
    assertThat(get(request.id()).state()).isEqualTo(state);
    assertThat(get(request.id()).reason()).isEqualTo(reason);
  }

  @Test
  void shouldKeepTheUsedCertificateHoweverManyAreAskedFor() {
    String id = newId();
    SigningRequest used = signedFor(id);
    assertThat(show(id, used).accepted()).isTrue();
    for (int i = 0; i < 25; i++) {
      submit(id, "broken " + i);
      auth.clock.advance(Duration.ofSeconds(1));
    }
    SigningPage page = auth.ask(Certificates.LIST, new SigningQuery(id, null, 100, null));
    assertThat(page.items()).hasSize(21);
    assertThat(show(id, used).accepted()).isTrue();
    SigningPage first =
        auth.ask(Certificates.LIST, new SigningQuery(id, SigningState.Rejected, 15, null));
    SigningPage second =
        auth.ask(Certificates.LIST, new SigningQuery(id, SigningState.Rejected, 15, first.next()));
    assertThat(Stream.concat(first.items().stream(), second.items().stream()))
        .containsExactlyElementsOf(page.items().subList(0, 20));
  }

  @Test
  void shouldForgetADeletedStation() {
    String id = newId();
    SigningRequest request = signedFor(id);
    auth.ask(Certificates.FORGET, new ChargerKey(id));
    assertThat(show(id, request).accepted()).isFalse();
    assertFault(Fault.NOT_FOUND, null, () -> get(request.id()));
    assertFault(Fault.NOT_FOUND, null, () -> get("no id"));
  }

  @Test
  void shouldMoveASigningRequestOnlyAsTheTableSays() {
    for (SigningState from : SigningState.values()) {
      List<SigningState> next =
          Arrays.stream(SigningState.values()).filter(from::mayBecome).toList();
      assertThat(next)
          .isEqualTo(
              switch (from) {
                case Pending -> List.of(SigningState.Signed, SigningState.Rejected);
                case Signed -> List.of(SigningState.Rejected, SigningState.Installed);
                case Rejected, Installed -> List.of();
              });
    }
  }
}
