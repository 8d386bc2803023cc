package io.galvan.auth.pki;

import io.galvan.auth.block.Fields;
import io.galvan.contract.pki.Certificates.Algorithm;
import io.galvan.contract.pki.Certificates.Authority;
import io.galvan.contract.pki.Certificates.AuthorityQuery;
import io.galvan.contract.pki.Certificates.CertificateChain;
import io.galvan.contract.pki.Certificates.CertificateUse;
import io.galvan.contract.pki.Certificates.ClientCertificate;
import io.galvan.contract.pki.Certificates.Handover;
import io.galvan.contract.pki.Certificates.Refusal;
import io.galvan.contract.pki.Certificates.ServerKey;
import io.galvan.contract.pki.Certificates.SigningKey;
import io.galvan.contract.pki.Certificates.SigningPage;
import io.galvan.contract.pki.Certificates.SigningQuery;
import io.galvan.contract.pki.Certificates.SigningRequest;
import io.galvan.contract.pki.Certificates.SigningState;
import io.galvan.contract.pki.Certificates.Submission;
import io.galvan.contract.pki.ContractCertificates.HashData;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Done;
import io.galvan.platform.config.Settings.SignCertificates;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.jspecify.annotations.Nullable;

/**
 * Galvan's certificate authority: signs what stations and servers ask for (security whitepaper,
 * profiles 2 and 3). Cryptography runs on worker threads.
 */
final class CertificateService {
  private static final int MAX_IDENTITY = 255;
  private static final int MAX_HOST = 253;
  private static final int MAX_CSR = 5_500;
  private static final int MAX_REASON = 500;
  private static final int MAX_SUBJECT = 1_000;

  /** Signing requests kept of a station. */
  private static final int KEPT = 20;

  private static final String ORDER = "signing request";

  private final Vertx vertx;
  private final Clock clock;
  private final boolean automatic;
  private final CertificateStore store;
  private final V2gAuthorities v2g;
  private final StationNames names;
  private final Writer writer;
  private @Nullable Future<Map<Algorithm, CertificateAuthority>> authorities;

  CertificateService(
      CertificateStore store,
      V2gAuthorities v2g,
      StationNames names,
      Writer writer,
      Vertx vertx,
      Platform platform) {
    this.v2g = v2g;
    this.names = names;
    this.store = store;
    this.writer = writer;
    this.vertx = vertx;
    this.clock = platform.clock();
    this.automatic = platform.settings().signCertificates() == SignCertificates.AUTO;
  }

  /** The roots; made once, when they are first needed. */
  Future<Map<Algorithm, CertificateAuthority>> authorities() {
    Future<Map<Algorithm, CertificateAuthority>> known = authorities;
    if (known != null && !known.failed()) {
      return known;
    }
    Future<Map<Algorithm, CertificateAuthority>> found =
        store
            .authorities()
            .compose(
                stored ->
                    stored.size() == Algorithm.values().length
                        ? Future.succeededFuture(stored)
                        : makeAuthorities());
    authorities = found;
    return found;
  }

  private Future<Map<Algorithm, CertificateAuthority>> makeAuthorities() {
    Instant now = clock.instant();
    return vertx
        .executeBlocking(
            () ->
                Arrays.stream(Algorithm.values())
                    .map(algorithm -> CertificateAuthority.generate(algorithm, now))
                    .toList())
        .compose(made -> writer.write(unit -> store.addAuthorities(unit, made)));
  }

  private Future<CertificateAuthority> authority(Algorithm algorithm) {
    return authorities().map(all -> Objects.requireNonNull(all.get(algorithm)));
  }

  /** Answers {@code certificates.authority}. */
  Future<Authority> authority(AuthorityQuery query) {
    return authorities()
        .map(
            all ->
                new Authority(
                    Arrays.stream(Algorithm.values())
                        .map(algorithm -> Objects.requireNonNull(all.get(algorithm)).root())
                        .toList()));
  }

  /** Answers {@code certificates.certify-server}. */
  Future<CertificateChain> certifyServer(ServerKey request) {
    String host = Fields.required("host", request.host(), 1, MAX_HOST);
    PublicKey key = publicKey(request.publicKey());
    Instant now = clock.instant();
    return authority(algorithm(key))
        .compose(root -> vertx.executeBlocking(() -> Pem.encode(root.issueServer(key, host, now))))
        .map(CertificateChain::new);
  }

  private static PublicKey publicKey(byte[] encoded) {
    for (String algorithm : List.of("EC", "RSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
      } catch (GeneralSecurityException e) {
        // perhaps the other algorithm
      }
    }
    throw GalvanException.invalid("publicKey", "the key is neither RSA nor EC");
  }

  private static Algorithm algorithm(PublicKey key) {
    return key.getAlgorithm().equals("RSA") ? Algorithm.RSA : Algorithm.ECDSA;
  }

  /**
   * What came of reading a request.
   *
   * @param reason why it can never be signed
   * @param waits why an operator must sign it
   */
  private record Judged(
      @Nullable CertificateRequest request, @Nullable String reason, @Nullable String waits) {
    Judged(@Nullable CertificateRequest request, @Nullable String reason) {
      this(request, reason, null);
    }
  }

  /** Answers {@code certificates.submit}; a request that cannot be signed is kept as Rejected. */
  Future<SigningRequest> submit(Submission submission) {
    Fields.required("chargerId", submission.chargerId(), 1, MAX_IDENTITY);
    String csr = Sql.required(submission.csr(), MAX_CSR);
    return vertx
        .executeBlocking(() -> judge(csr, submission))
        .compose(judged -> rooted(judged, submission))
        .compose(judged -> waiting(judged, submission))
        .compose(judged -> writer.write(unit -> keep(unit, submission, csr, judged)))
        .compose(
            request ->
                request.state() == SigningState.Pending && request.reason() == null
                    ? sign(new SigningKey(request.id()))
                    : Future.succeededFuture(request));
  }

  /** Adds why an operator must sign it, if one must. */
  private Future<Judged> waiting(Judged judged, Submission submission) {
    CertificateRequest request = judged.request;
    if (request == null || judged.reason != null) {
      return Future.succeededFuture(judged);
    }
    Future<@Nullable String> named =
        isForVehicles(submission.certificateType())
            ? Future.succeededFuture()
            : names.objection(
                submission.chargerId(),
                CertificateRequest.texts(request.subject(), BCStyle.CN).get(0));
    return named.map(
        objection -> {
          String why =
              objection != null
                  ? objection
                  : !submission.accepted()
                      ? "the station is not accepted"
                      : automatic ? null : "an operator signs every request";
          return new Judged(request, null, why);
        });
  }

  private static Judged judge(String csr, Submission submission) {
    try {
      CertificateRequest request = CertificateRequest.parse(csr);
      try {
        if (isForVehicles(submission.certificateType())) {
          request.forVehicles();
        } else {
          request.commonName();
        }
        return new Judged(request, null);
      } catch (CertificateRequest.Unusable e) {
        return new Judged(request, e.reason());
      }
    } catch (CertificateRequest.Unusable e) {
      return new Judged(null, e.reason());
    }
  }

  /** A station that names a root wants a certificate of no other (2.1, A02). */
  private Future<Judged> rooted(Judged judged, Submission submission) {
    CertificateRequest request = judged.request;
    HashData wanted = submission.root();
    if (request == null || judged.reason != null || wanted == null) {
      return Future.succeededFuture(judged);
    }
    Future<X509Certificate> root =
        isForVehicles(submission.certificateType())
            ? v2g.root(CertificateUse.of(submission.certificateType()), clock.instant())
            : authority(request.algorithm()).map(CertificateAuthority::certificate);
    return root.map(
        ours ->
            isNamed(ours, wanted)
                ? judged
                : new Judged(request, "hashRootCertificate is not the root that would sign this"));
  }

  private static boolean isNamed(X509Certificate root, HashData hash) {
    try {
      CertificateId named = CertificateId.of(hash);
      return named.isIssuedBy(root)
          && named.isIssuedBy(root.getSubjectX500Principal().getEncoded())
          && named.serial().equals(root.getSerialNumber());
    } catch (GalvanException unreadable) {
      return false;
    }
  }

  private static boolean isForVehicles(@Nullable CertificateUse use) {
    return CertificateUse.of(use) != CertificateUse.ChargingStationCertificate;
  }

  private Future<SigningRequest> keep(
      UnitOfWork unit, Submission submission, String csr, Judged judged) {
    CertificateRequest request = judged.request;
    String key = Fields.key(submission.chargerId());
    return store
        .add(
            unit,
            key,
            submission,
            judged.reason == null ? SigningState.Pending : SigningState.Rejected,
            csr,
            request == null ? null : Sql.text(request.subject().toString(), MAX_SUBJECT),
            request == null ? null : request.algorithm(),
            judged.reason == null ? Sql.text(judged.waits, MAX_REASON) : judged.reason)
        .compose(stored -> store.keepNewest(unit, key, KEPT).map(stored));
  }

  /** Answers {@code certificates.sign}; one that is signed already stays as it is. */
  Future<SigningRequest> sign(SigningKey key) {
    UUID id = id(key.id());
    return find(id)
        .compose(
            request ->
                request.state() == SigningState.Pending
                    ? certify(request)
                        .compose(certificate -> writer.write(unit -> signed(unit, id, certificate)))
                    : unlessEnded(request));
  }

  private Future<ClientCertificate> certify(SigningRequest request) {
    Instant now = clock.instant();
    if (isForVehicles(request.certificateType())) {
      return v2g.certify(CertificateUse.of(request.certificateType()), request.csr(), now);
    }
    return authority(Objects.requireNonNull(request.algorithm()))
        .compose(
            root ->
                vertx.executeBlocking(
                    () -> {
                      CertificateRequest csr = CertificateRequest.parse(request.csr());
                      String commonName =
                          CertificateRequest.texts(csr.subject(), BCStyle.CN).get(0);
                      String organization =
                          csr.organization().stream()
                              .filter(name -> !name.isBlank())
                              .findFirst()
                              .orElse(CertificateAuthority.ORGANIZATION);
                      X509Certificate certificate =
                          root.issueClient(csr.key(), commonName, organization, now);
                      return client(certificate, Pem.encode(certificate));
                    }));
  }

  static ClientCertificate client(X509Certificate certificate, String chain) {
    return new ClientCertificate(
        CertificateAuthority.serialNumber(certificate),
        CertificateAuthority.subject(certificate),
        chain,
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        null,
        null);
  }

  private Future<SigningRequest> signed(UnitOfWork unit, UUID id, ClientCertificate certificate) {
    return hold(unit, id)
        .compose(
            request ->
                request.state().mayBecome(SigningState.Signed)
                    ? store.signed(unit, id, certificate, nameKey(request))
                    : unlessEnded(request));
  }

  private static @Nullable String nameKey(SigningRequest request) {
    if (isForVehicles(request.certificateType())) {
      return null;
    }
    try {
      return Fields.key(CertificateRequest.parse(request.csr()).commonName());
    } catch (CertificateRequest.Unusable e) {
      throw new IllegalStateException("it was signed", e);
    }
  }

  private static Future<SigningRequest> unlessEnded(SigningRequest request) {
    return request.state() == SigningState.Rejected
        ? Future.failedFuture(
            new GalvanException(Fault.CONFLICT, "the request is rejected: " + request.reason()))
        : Future.succeededFuture(request);
  }

  /** Answers {@code certificates.reject}: an operator refuses a request that waits. */
  Future<SigningRequest> reject(Refusal refusal) {
    String reason = Fields.required("reason", refusal.reason(), 1, MAX_REASON);
    UUID id = id(refusal.id());
    return writer.write(
        unit ->
            hold(unit, id)
                .compose(
                    request ->
                        request.state() == SigningState.Pending
                            ? store.end(unit, id, SigningState.Rejected, reason)
                            : Future.failedFuture(
                                new GalvanException(
                                    Fault.CONFLICT,
                                    "the request is " + request.state() + " already"))));
  }

  /** Answers {@code certificates.handed-over}; ignored when the request has moved on already. */
  Future<SigningRequest> handedOver(Handover handover) {
    UUID id = id(handover.id());
    SigningState next = handover.taken() ? SigningState.Installed : SigningState.Rejected;
    return writer.write(
        unit ->
            hold(unit, id)
                .compose(
                    request ->
                        request.state() == SigningState.Signed
                            ? store.end(unit, id, next, Sql.text(handover.reason(), MAX_REASON))
                            : Future.succeededFuture(request)));
  }

  /** Answers {@code certificates.get}. */
  Future<SigningRequest> get(SigningKey key) {
    return find(id(key.id()));
  }

  private Future<SigningRequest> find(UUID id) {
    return store.get(id).map(found -> found.orElseThrow(CertificateService::unknown));
  }

  private Future<SigningRequest> hold(UnitOfWork unit, UUID id) {
    return store.hold(unit, id).map(found -> found.orElseThrow(CertificateService::unknown));
  }

  private static GalvanException unknown() {
    return GalvanException.notFound("the signing request");
  }

  static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw unknown();
    }
  }

  /** Answers {@code certificates.list}, newest first. */
  Future<SigningPage> list(SigningQuery query) {
    return store
        .list(query, Cursor.decode(query.cursor(), ORDER))
        .map(
            requests -> {
              if (requests.size() <= query.limit()) {
                return new SigningPage(requests, null);
              }
              List<SigningRequest> page = requests.subList(0, query.limit());
              SigningRequest last = page.get(page.size() - 1);
              return new SigningPage(
                  page, new Cursor(ORDER, last.createdAt().toString(), last.id()).encode());
            });
  }

  /** Answers {@code certificates.forget}: the station is deleted. */
  Future<Done> forget(ChargerKey key) {
    return writer.write(unit -> store.forget(unit, Fields.key(key.chargerId())).map(Done.DONE));
  }
}
