package io.galvan.auth.pki;

import static io.galvan.auth.AuthFixture.assertFault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.auth.AuthFixture;
import io.galvan.contract.event.Happening;
import io.galvan.contract.pki.ContractCertificates;
import io.galvan.contract.pki.ContractCertificates.CertificateVerdict;
import io.galvan.contract.pki.ContractCertificates.ContractAuthorization;
import io.galvan.contract.pki.ContractCertificates.ContractAuthorize;
import io.galvan.contract.pki.ContractCertificates.HashData;
import io.galvan.contract.pki.ContractCertificates.OcspQuery;
import io.galvan.contract.pki.ContractCertificates.RevocationStatus;
import io.galvan.contract.pki.ContractCertificates.StatusQuery;
import io.galvan.contract.pki.ContractCertificates.StatusSource;
import io.galvan.contract.pki.ContractCertificates.Trust;
import io.galvan.contract.pki.ContractCertificates.TrustUse;
import io.galvan.contract.pki.ContractCertificates.Trusted;
import io.galvan.contract.pki.ContractCertificates.TrustedKey;
import io.galvan.contract.pki.ContractCertificates.TrustedQuery;
import io.galvan.contract.token.Tokens;
import io.galvan.contract.token.Tokens.Authorize;
import io.galvan.contract.token.Tokens.TokenData;
import io.galvan.contract.token.Tokens.TokenStatus;
import io.galvan.platform.error.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plug and Charge against a mobility operator with a real responder. */
class ContractCertificatesTest {
  private static final String EMAID = "DE-8AA-C12345678-X";

  private final AuthFixture auth = new AuthFixture(Map.of("GALVAN_OCSP_PRIVATE_HOSTS", "true"));
  private final Instant now = auth.clock.instant();
  private final OcspResponder responder = new OcspResponder(auth.vertx, auth.clock::instant);
  private final Pki root = Pki.root("MO Root CA", now);
  private final Pki sub = root.authority("MO Sub-CA", now, responder.url());
  private final Pki contract = sub.contract(EMAID, now, responder.url());

  @BeforeEach
  void open() {
    responder.signsAs(sub);
    auth.ask(
        Tokens.CREATE,
        new TokenData("DE8AAC12345678X", "eMAID", null, false, null, null, null, null));
  }

  @AfterEach
  void close() {
    responder.close();
    auth.close();
  }

  private Trusted trust(Pki authority, TrustUse use) {
    return auth.ask(ContractCertificates.TRUST, new Trust(use, authority.pem()));
  }

  private ContractAuthorization authorize(@Nullable String chain, List<OcspQuery> hashes) {
    return auth.ask(
        ContractCertificates.AUTHORIZE,
        new ContractAuthorize(
            new Authorize("de8aac12345678x", "CP-1", "eMAID", null, null), chain, hashes));
  }

  private CertificateVerdict verdict(String chain) {
    ContractAuthorization answer = authorize(chain, List.of());
    if (answer.certificateStatus() != CertificateVerdict.Accepted) {
      assertThat(answer.authorization().status()).isEqualTo(TokenStatus.Invalid);
    }
    return answer.certificateStatus();
  }

  private List<OcspQuery> hashData() {
    return List.of(new OcspQuery(sub.hashOf(contract, "SHA256"), responder.url()));
  }

  @Test
  void shouldAskTheResponderForTheCertificateThatAStationNames_TC_C_50() {
    ContractAuthorization answer = authorize(null, hashData());
    assertThat(answer.certificateStatus()).isEqualTo(CertificateVerdict.Accepted);
    assertThat(answer.authorization().status()).isEqualTo(TokenStatus.Accepted);
    assertThat(responder.asked).hasSize(1);
    assertThat(responder.asked.get(0).getRequestList()[0].getCertID().getSerialNumber())
        .isEqualTo(contract.certificate().getSerialNumber());
  }

  @Test
  void shouldNotAskAResponderInsideOurOwnNetworkUnlessAllowed() {
    try (AuthFixture closed = new AuthFixture(Map.of())) {
      ContractAuthorization answer =
          closed.ask(
              ContractCertificates.AUTHORIZE,
              new ContractAuthorize(
                  new Authorize("de8aac12345678x", "CP-1", "eMAID", null, null), null, hashData()));
      assertThat(answer.certificateStatus()).isEqualTo(CertificateVerdict.NoCertificateAvailable);
    }
    assertThat(responder.asked).isEmpty();
  }

  @Test
  void shouldRememberAnAnswerForAsLongAsItHolds() {
    authorize(null, hashData());
    authorize(null, hashData());
    assertThat(responder.asked).hasSize(1);
    auth.clock.advance(Duration.ofMinutes(31));
    authorize(null, hashData());
    assertThat(responder.asked).hasSize(2);
  }

  @Test
  void shouldRefuseARevokedContract_TC_C_51() {
    responder.revoked.add(contract.certificate().getSerialNumber());
    ContractAuthorization answer = authorize(null, hashData());
    assertThat(answer.certificateStatus()).isEqualTo(CertificateVerdict.CertificateRevoked);
    assertThat(answer.authorization().status()).isEqualTo(TokenStatus.Invalid);
    assertThat(responder.asked).hasSize(1);
    await()
        .untilAsserted(
            () ->
                assertThat(List.copyOf(auth.events))
                    .anyMatch(event -> event.happening() instanceof Happening.AuthorizationDenied));
  }

  @Test
  void shouldVerifyAChainUpToAStoredRootAndAskTheResponderItNames_TC_C_52() {
    trust(root, TrustUse.MORootCertificate);
    Pki unlisted = root.authority("MO Sub-CA 2", now, null);
    Pki other = unlisted.contract(EMAID, now, responder.url());
    responder.signsAs(unlisted.responder(now));
    ContractAuthorization answer = authorize(other.pem() + unlisted.pem(), List.of());
    assertThat(answer.certificateStatus()).isEqualTo(CertificateVerdict.Accepted);
    assertThat(answer.authorization().status()).isEqualTo(TokenStatus.Accepted);
    assertThat(responder.asked).hasSize(1);
  }

  @Test
  void shouldNotBelieveAResponderWhomTheIssuerDidNotAppoint() {
    responder.signsAs(Pki.root("Somebody else", now));
    assertThat(authorize(null, hashData()).certificateStatus())
        .isEqualTo(CertificateVerdict.NoCertificateAvailable);
    Pki notAResponder = sub.contract("DE-8AA-C00000000-X", now, null);
    responder.signsAs(notAResponder);
    assertThat(authorize(null, hashData()).certificateStatus())
        .isEqualTo(CertificateVerdict.NoCertificateAvailable);
    // What could not be believed is not remembered.
    responder.signsAs(sub);
    assertThat(authorize(null, hashData()).certificateStatus())
        .isEqualTo(CertificateVerdict.Accepted);
  }

  @Test
  void shouldBelieveADelegateOnceItsIssuerIsKnown() {
    responder.signsAs(sub.responder(now));
    assertThat(authorize(null, hashData()).certificateStatus())
        .isEqualTo(CertificateVerdict.NoCertificateAvailable);
    trust(sub, TrustUse.SubCertificate);
    assertThat(authorize(null, hashData()).certificateStatus())
        .isEqualTo(CertificateVerdict.Accepted);
  }

  @Test
  void shouldNotAcceptWhatNobodyAnswersFor() {
    responder.fallsSilent();
    ContractAuthorization answer = authorize(null, hashData());
    assertThat(answer.certificateStatus()).isEqualTo(CertificateVerdict.NoCertificateAvailable);
    assertThat(answer.authorization().status()).isEqualTo(TokenStatus.Invalid);
    assertThat(
            authorize(
                    null,
                    List.of(new OcspQuery(new HashData("SHA256", "no", "hash", "1"), "file:/etc")))
                .certificateStatus())
        .isEqualTo(CertificateVerdict.NoCertificateAvailable);
  }

  @Test
  void shouldSayWhatIsWrongWithAChain() {
    Pki quiet = root.authority("MO Sub-CA 3", now, null);
    Pki good = quiet.contract(EMAID, now, null);
    assertThat(verdict(good.pem() + quiet.pem())).isEqualTo(CertificateVerdict.CertChainError);
    trust(root, TrustUse.MORootCertificate);
    assertThat(verdict(good.pem() + quiet.pem())).isEqualTo(CertificateVerdict.Accepted);
    assertThat(verdict(quiet.pem() + good.pem())).isEqualTo(CertificateVerdict.Accepted);
    assertThat(verdict(good.pem())).isEqualTo(CertificateVerdict.CertChainError);
    assertThat(verdict("no certificate")).isEqualTo(CertificateVerdict.CertChainError);

    Pki namesake = Pki.root("MO Root CA", now).authority("MO Sub-CA 3", now, null);
    assertThat(verdict(namesake.contract(EMAID, now, null).pem() + quiet.pem()))
        .isEqualTo(CertificateVerdict.SignatureError);

    Pki old = quiet.contract(EMAID, now.minus(Duration.ofDays(400)), null);
    assertThat(verdict(old.pem() + quiet.pem())).isEqualTo(CertificateVerdict.CertificateExpired);

    Pki anothers = quiet.contract("DE-8AA-C99999999-9", now, null);
    assertThat(verdict(anothers.pem() + quiet.pem())).isEqualTo(CertificateVerdict.CertChainError);

    Pki ofALeaf = good.contract(EMAID, now, null);
    assertThat(verdict(ofALeaf.pem() + good.pem() + quiet.pem()))
        .isEqualTo(CertificateVerdict.CertChainError);
  }

  @Test
  void shouldCallAContractCancelledWhoseEmaidIsBlocked() {
    auth.ask(
        Tokens.REPLACE,
        new TokenData("DE8AAC12345678X", "eMAID", null, true, null, null, null, null));
    ContractAuthorization answer = authorize(null, hashData());
    assertThat(answer.certificateStatus()).isEqualTo(CertificateVerdict.ContractCancelled);
    assertThat(answer.authorization().status()).isEqualTo(TokenStatus.Blocked);
  }

  @Test
  void shouldHandTheStationTheRespondersOwnWords_TC_M_24() throws Exception {
    var answer = auth.ask(ContractCertificates.OCSP, hashData().get(0));
    assertThat(answer.reason()).isNull();
    assertThat(new OCSPResp(answer.response()).getStatus()).isEqualTo(OCSPResp.SUCCESSFUL);
    responder.fallsSilent();
    var none =
        auth.ask(
            ContractCertificates.OCSP, new OcspQuery(root.hashOf(sub, "SHA512"), responder.url()));
    assertThat(none.response()).isNull();
    assertThat(none.reason()).contains("503");
  }

  @Test
  void shouldTellTheStateOfEachOfAChainByWhicheverPlaceAnswers() {
    trust(sub, TrustUse.SubCertificate);
    HashData hash = sub.hashOf(contract, "SHA384");
    var good =
        auth.ask(
            ContractCertificates.STATUS,
            new StatusQuery(
                hash, StatusSource.OCSP, List.of("http://127.0.0.1:1/", responder.url())));
    assertThat(good.status()).isEqualTo(RevocationStatus.Good);
    assertThat(good.nextUpdate()).isEqualTo(auth.clock.instant().plus(Duration.ofMinutes(30)));

    StatusQuery list = new StatusQuery(hash, StatusSource.CRL, List.of(responder.url() + "crl"));
    assertThat(auth.ask(ContractCertificates.STATUS, list).status())
        .isEqualTo(RevocationStatus.Good);
    responder.revoked.add(contract.certificate().getSerialNumber());
    assertThat(auth.ask(ContractCertificates.STATUS, list).status())
        .isEqualTo(RevocationStatus.Revoked);
    responder.signsAs(Pki.root("MO Sub-CA", now));
    assertThat(auth.ask(ContractCertificates.STATUS, list).status())
        .isEqualTo(RevocationStatus.Failed);
  }

  @Test
  void shouldNotVerifyContractsByRootsThatAreForStations() {
    trust(sub, TrustUse.SubCertificate);
    trust(root, TrustUse.ManufacturerRootCertificate);
    assertThat(verdict(contract.pem())).isEqualTo(CertificateVerdict.CertChainError);
    trust(root, TrustUse.CSMSRootCertificate);
    assertThat(verdict(contract.pem())).isEqualTo(CertificateVerdict.CertChainError);
    trust(root, TrustUse.MORootCertificate);
    assertThat(verdict(contract.pem())).isNotEqualTo(CertificateVerdict.CertChainError);
  }

  @Test
  void shouldKeepWhomToTrust() {
    Trusted trusted = trust(root, TrustUse.MORootCertificate);
    assertThat(trusted.subject()).contains("MO Root CA");
    assertThat(trust(root, TrustUse.OEMRootCertificate).use())
        .isEqualTo(TrustUse.OEMRootCertificate);
    var all = auth.ask(ContractCertificates.LIST_TRUSTED, new TrustedQuery()).items();
    assertThat(all).filteredOn(Trusted::own).hasSize(4);
    assertThat(all)
        .filteredOn(each -> !each.own())
        .extracting(Trusted::use)
        .containsExactly(TrustUse.OEMRootCertificate);
    assertFault(Fault.INVALID, "certificate", () -> trust(contract, TrustUse.MORootCertificate));
    auth.ask(ContractCertificates.DISTRUST, new TrustedKey(trusted.fingerprint()));
    assertFault(
        Fault.NOT_FOUND,
        null,
        () -> auth.ask(ContractCertificates.DISTRUST, new TrustedKey(trusted.fingerprint())));
  }
}
