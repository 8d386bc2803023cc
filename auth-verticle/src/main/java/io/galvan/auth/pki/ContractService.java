package io.galvan.auth.pki;

import io.galvan.auth.block.Fields;
import io.galvan.auth.token.TokenService;
import io.galvan.contract.pki.ContractCertificates.CertificateVerdict;
import io.galvan.contract.pki.ContractCertificates.ContractAuthorization;
import io.galvan.contract.pki.ContractCertificates.ContractAuthorize;
import io.galvan.contract.pki.ContractCertificates.OcspAnswer;
import io.galvan.contract.pki.ContractCertificates.OcspQuery;
import io.galvan.contract.pki.ContractCertificates.RevocationStatus;
import io.galvan.contract.pki.ContractCertificates.StatusAnswer;
import io.galvan.contract.pki.ContractCertificates.StatusQuery;
import io.galvan.contract.pki.ContractCertificates.StatusSource;
import io.galvan.contract.pki.ContractCertificates.TrustUse;
import io.galvan.contract.pki.ContractCertificates.TrustedPage;
import io.galvan.contract.pki.ContractCertificates.TrustedQuery;
import io.galvan.contract.token.Tokens.Authorization;
import io.galvan.contract.token.Tokens.TokenStatus;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plug and Charge (2.0.1 part 2, C07): a contract certificate authorizes its eMAID when its chain
 * ends in a trusted root, no responder calls it revoked, and the eMAID itself may charge. What
 * cannot be found out is not accepted. Cryptography runs on worker threads.
 */
final class ContractService {
  private static final Logger LOG = LoggerFactory.getLogger(ContractService.class);
  private static final List<TrustUse> ROOTS =
      List.of(TrustUse.V2GRootCertificate, TrustUse.MORootCertificate);

  /** Those of stations say nothing of contracts. */
  private static final List<TrustUse> ANY =
      List.of(
          TrustUse.V2GRootCertificate,
          TrustUse.MORootCertificate,
          TrustUse.OEMRootCertificate,
          TrustUse.SubCertificate);

  private static final int MAX_LINKS = 8;
  private static final Duration ASK_AGAIN = Duration.ofMinutes(5);
  private static final Duration USUAL = Duration.ofDays(1);

  private final Vertx vertx;
  private final Clock clock;
  private final TokenService tokens;
  private final TrustedCertificates trusted;
  private final Responders responders;

  ContractService(
      Vertx vertx,
      Clock clock,
      TokenService tokens,
      TrustedCertificates trusted,
      Responders responders) {
    this.vertx = vertx;
    this.clock = clock;
    this.tokens = tokens;
    this.trusted = trusted;
    this.responders = responders;
  }

  /** Answers {@code contract-certificates.authorize}. */
  Future<ContractAuthorization> authorize(ContractAuthorize request) {
    return trusted
        .list(new TrustedQuery())
        .compose(page -> judge(request, page))
        .compose(
            verdict ->
                verdict == CertificateVerdict.Accepted
                    ? tokens.authorize(request.authorize()).map(ContractService::byItsToken)
                    : tokens
                        .refuse(request.authorize())
                        .map(refused -> new ContractAuthorization(refused, verdict)));
  }

  private static ContractAuthorization byItsToken(Authorization authorization) {
    return new ContractAuthorization(
        authorization,
        authorization.status() == TokenStatus.Blocked
            ? CertificateVerdict.ContractCancelled
            : CertificateVerdict.Accepted);
  }

  /** What must be asked of responders, and by whose certificates their answers are verified. */
  private record Questions(
      Map<CertificateId, String> responders,
      List<X509Certificate> known,
      @Nullable CertificateVerdict verdict) {}

  private Future<CertificateVerdict> judge(ContractAuthorize request, TrustedPage page) {
    return vertx
        .executeBlocking(() -> questions(request, page, clock.instant()))
        .compose(
            questions -> {
              CertificateVerdict verdict = questions.verdict();
              return verdict != null
                  ? Future.succeededFuture(verdict)
                  : askAll(List.copyOf(questions.responders().entrySet()), questions.known(), 0);
            });
  }

  private static Questions questions(ContractAuthorize request, TrustedPage page, Instant now) {
    Map<CertificateId, String> asked = new LinkedHashMap<>();
    List<X509Certificate> known = new ArrayList<>(TrustedCertificates.of(page, ANY));
    try {
      for (OcspQuery each : request.hashData()) {
        asked.put(CertificateId.of(each.certificate()), each.url());
      }
      if (request.certificate() != null) {
        ContractChain chain =
            ContractChain.verified(
                request.certificate(), TrustedCertificates.of(page, ROOTS), known, now);
        String emaid = bare(request.authorize().idToken());
        if (chain.emaids().stream().noneMatch(name -> bare(name).equals(emaid))) {
          return verdict(CertificateVerdict.CertChainError);
        }
        chain.links().forEach(link -> asked.putIfAbsent(link.id(), link.responder()));
        known.addAll(chain.certificates());
      } else if (asked.isEmpty()) {
        return verdict(CertificateVerdict.NoCertificateAvailable);
      }
      return asked.size() > MAX_LINKS
          ? verdict(CertificateVerdict.CertChainError)
          : new Questions(asked, known, null);
    } catch (ContractChain.Broken e) {
      return verdict(e.verdict());
    } catch (GalvanException unreadable) {
      return verdict(CertificateVerdict.NoCertificateAvailable);
    }
  }

  private static Questions verdict(CertificateVerdict verdict) {
    return new Questions(Map.of(), List.of(), verdict);
  }

  /** An eMAID is written with hyphens or without (ISO 15118-2, annex H). */
  private static String bare(String emaid) {
    return Fields.key(emaid.replace("-", "").strip());
  }

  private Future<CertificateVerdict> askAll(
      List<Map.Entry<CertificateId, String>> asked, List<X509Certificate> known, int next) {
    if (next == asked.size()) {
      return Future.succeededFuture(CertificateVerdict.Accepted);
    }
    Map.Entry<CertificateId, String> each = asked.get(next);
    return revocation(each.getKey(), each.getValue(), known)
        .map(OcspReply::status)
        .otherwise(RevocationStatus.Failed)
        .compose(
            status ->
                switch (status) {
                  case Good -> askAll(asked, known, next + 1);
                  case Revoked -> Future.succeededFuture(CertificateVerdict.CertificateRevoked);
                  case Unknown, Failed ->
                      Future.succeededFuture(CertificateVerdict.NoCertificateAvailable);
                });
  }

  /** What a responder says that the issuer stands behind. */
  private Future<OcspReply> revocation(CertificateId id, String url, List<X509Certificate> known) {
    return responders
        .ocsp(id, url)
        .compose(
            response ->
                vertx.executeBlocking(
                    () -> {
                      OcspReply reply = OcspReply.read(response, id, clock.instant());
                      if (!reply.isAuthentic(known, clock.instant())) {
                        throw new OcspReply.Unusable("the OCSP response is not its issuer's");
                      }
                      return reply;
                    }))
        .onFailure(
            failure -> {
              responders.forget(id);
              LOG.info("the state of a certificate is not known: {}", failure.getMessage());
            });
  }

  /** Answers {@code contract-certificates.ocsp}; the vehicle verifies what it is given. */
  Future<OcspAnswer> ocsp(OcspQuery query) {
    CertificateId id;
    try {
      id = CertificateId.of(query.certificate());
    } catch (GalvanException e) {
      return Future.succeededFuture(new OcspAnswer(null, e.message()));
    }
    return responders
        .ocsp(id, query.url())
        .map(response -> new OcspAnswer(response, null))
        .otherwise(failure -> new OcspAnswer(null, failure.getMessage()));
  }

  /** Answers {@code contract-certificates.status}. */
  Future<StatusAnswer> status(StatusQuery query) {
    CertificateId id;
    try {
      id = CertificateId.of(query.certificate());
    } catch (GalvanException e) {
      return Future.succeededFuture(failed());
    }
    return trusted
        .list(new TrustedQuery())
        .compose(page -> vertx.executeBlocking(() -> TrustedCertificates.of(page, ANY)))
        .compose(known -> status(id, query, known, 0));
  }

  private Future<StatusAnswer> status(
      CertificateId id, StatusQuery query, List<X509Certificate> known, int next) {
    if (next == query.urls().size()) {
      return Future.succeededFuture(failed());
    }
    String url = query.urls().get(next);
    Future<StatusAnswer> told =
        query.source() == StatusSource.OCSP
            ? revocation(id, url, known).map(this::told)
            : responders
                .crl(url)
                .compose(list -> vertx.executeBlocking(() -> listed(id, list, known)));
    return told.recover(failure -> status(id, query, known, next + 1));
  }

  private StatusAnswer told(OcspReply reply) {
    Instant next = reply.nextUpdate();
    return new StatusAnswer(reply.status(), next == null ? clock.instant().plus(ASK_AGAIN) : next);
  }

  private StatusAnswer listed(CertificateId id, byte[] list, List<X509Certificate> known)
      throws GeneralSecurityException {
    X509CRL crl =
        (X509CRL)
            CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(list));
    Instant now = clock.instant();
    Instant next = crl.getNextUpdate() == null ? null : crl.getNextUpdate().toInstant();
    if (next != null && next.isBefore(now)) {
      throw new GeneralSecurityException("the list is out of date");
    }
    if (!id.isIssuedBy(crl.getIssuerX500Principal().getEncoded())) {
      throw new GeneralSecurityException("the list is another issuer's");
    }
    X509Certificate issuer =
        known.stream()
            .filter(id::isIssuedBy)
            .findFirst()
            .orElseThrow(() -> new GeneralSecurityException("the list's issuer is not known"));
    crl.verify(issuer.getPublicKey());
    return new StatusAnswer(
        crl.getRevokedCertificate(id.serial()) == null
            ? RevocationStatus.Good
            : RevocationStatus.Revoked,
        next == null ? now.plus(USUAL) : next);
  }

  private StatusAnswer failed() {
    return new StatusAnswer(RevocationStatus.Failed, clock.instant().plus(ASK_AGAIN));
  }
}
