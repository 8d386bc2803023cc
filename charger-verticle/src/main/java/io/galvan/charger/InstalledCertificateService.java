package io.galvan.charger;

import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v16.CertificateHashData;
import io.galvan.ocpp.v16.DeleteCertificateRequest;
import io.galvan.ocpp.v16.GetInstalledCertificateIdsRequest;
import io.galvan.ocpp.v16.GetInstalledCertificateIdsResponse;
import io.galvan.ocpp.v16.HashAlgorithm;
import io.galvan.ocpp.v16.InstallCertificateRequest;
import io.galvan.platform.contract.Chargers.ChargerKey;
import io.galvan.platform.contract.Chargers.InstalledCertificate;
import io.galvan.platform.contract.Chargers.InstalledCertificates;
import io.galvan.platform.contract.Commands.Command;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.UnitOfWork;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which root certificates chargers hold, as their answers to InstallCertificate, DeleteCertificate
 * and GetInstalledCertificateIds say (security whitepaper, 4). What a charger lists is the truth; a
 * certificate we know the text of is recognised in it by its hash.
 */
final class InstalledCertificateService implements Follower {
  /** Of one charger; what is beyond is not kept. */
  private static final int MAX_KEPT = 100;

  private static final int TEXT_LENGTH = 1_000;
  private static final int PEM_LENGTH = 10_000;

  private final Pool pool;
  private final InstalledCertificateStore store;

  InstalledCertificateService(Pool pool, InstalledCertificateStore store) {
    this.pool = pool;
    this.store = store;
  }

  /** Answers {@code charger.installed-certificates}. */
  Future<InstalledCertificates> list(ChargerKey key) {
    return store
        .list(pool, key.chargerId())
        .map(items -> new InstalledCertificates(key.chargerId(), items));
  }

  @Override
  public Set<String> actions() {
    return Set.of("InstallCertificate", "DeleteCertificate", "GetInstalledCertificateIds");
  }

  @Override
  public Future<?> follow(UnitOfWork unit, Command command) {
    String status = command.status();
    if (status == null) {
      return Future.succeededFuture();
    }
    return switch (command.action() + " " + status) {
      case "InstallCertificate Accepted" ->
          change(unit, command, known -> installed(known, command, unit.now()));
      // NotFound says the same: it is not there.
      case "DeleteCertificate Accepted", "DeleteCertificate NotFound" ->
          change(unit, command, known -> deleted(known, command));
      case "GetInstalledCertificateIds Accepted", "GetInstalledCertificateIds NotFound" ->
          change(unit, command, known -> listed(known, command, unit.now()));
      default -> Future.succeededFuture();
    };
  }

  /** What is known of a charger's certificates becomes something else. */
  private interface Change {
    List<InstalledCertificate> of(List<InstalledCertificate> known);
  }

  private Future<?> change(UnitOfWork unit, Command command, Change change) {
    return store
        .list(unit.sql(), command.chargerId())
        .compose(
            known -> {
              List<InstalledCertificate> now = change.of(known);
              return store.replace(
                  unit.sql(),
                  command.chargerId(),
                  now.size() > MAX_KEPT ? now.subList(now.size() - MAX_KEPT, now.size()) : now);
            });
  }

  private static List<InstalledCertificate> installed(
      List<InstalledCertificate> known, Command command, Instant now) {
    InstallCertificateRequest request = read(InstallCertificateRequest.class, command.request());
    X509Certificate certificate = parse(request.certificate());
    if (certificate == null) {
      // The charger took what we cannot read; its next list will tell.
      return known;
    }
    List<InstalledCertificate> all = new ArrayList<>(known);
    String pem = Sql.required(request.certificate(), PEM_LENGTH);
    all.removeIf(
        each ->
            each.certificateType().equals(request.certificateType().name())
                && pem.equals(each.certificate()));
    all.add(
        new InstalledCertificate(
            request.certificateType().name(),
            certificate.getSerialNumber().toString(16),
            null,
            null,
            null,
            Sql.required(certificate.getSubjectX500Principal().getName(), TEXT_LENGTH),
            certificate.getNotAfter().toInstant(),
            pem,
            now));
    return all;
  }

  private static List<InstalledCertificate> deleted(
      List<InstalledCertificate> known, Command command) {
    CertificateHashData hash =
        read(DeleteCertificateRequest.class, command.request()).certificateHashData();
    return known.stream().filter(each -> !matches(each, hash)).toList();
  }

  private static List<InstalledCertificate> listed(
      List<InstalledCertificate> known, Command command, Instant now) {
    String type =
        read(GetInstalledCertificateIdsRequest.class, command.request()).certificateType().name();
    List<InstalledCertificate> all = new ArrayList<>(known);
    all.removeIf(each -> each.certificateType().equals(type));
    if (command.response() == null) {
      return all;
    }
    List<CertificateHashData> hashes =
        read(GetInstalledCertificateIdsResponse.class, command.response()).certificateHashData();
    for (CertificateHashData hash : hashes == null ? List.<CertificateHashData>of() : hashes) {
      InstalledCertificate same =
          known.stream()
              .filter(each -> each.certificateType().equals(type) && matches(each, hash))
              .findFirst()
              .orElse(null);
      all.add(
          new InstalledCertificate(
              type,
              Sql.required(hash.serialNumber(), TEXT_LENGTH),
              hash.hashAlgorithm().name(),
              Sql.required(hash.issuerNameHash(), TEXT_LENGTH),
              Sql.required(hash.issuerKeyHash(), TEXT_LENGTH),
              same == null ? null : same.subject(),
              same == null ? null : same.validTo(),
              same == null ? null : same.certificate(),
              same == null ? now : same.storedAt()));
    }
    return all;
  }

  /** Whether a stored certificate is the one that a charger's hash data names. */
  private static boolean matches(InstalledCertificate stored, CertificateHashData hash) {
    if (!bare(stored.serialNumber()).equals(bare(hash.serialNumber()))) {
      return false;
    }
    String issuer =
        hash.hashAlgorithm().name().equals(stored.hashAlgorithm())
            ? stored.issuerNameHash()
            : issuerNameHash(stored.certificate(), hash.hashAlgorithm());
    return issuer == null || issuer.equalsIgnoreCase(hash.issuerNameHash());
  }

  /** Serial numbers are hexadecimal; some chargers write leading zeros or capital letters. */
  private static String bare(String serialNumber) {
    return serialNumber.strip().toLowerCase(Locale.ROOT).replaceFirst("^0+(?=.)", "");
  }

  private static @Nullable String issuerNameHash(@Nullable String pem, HashAlgorithm algorithm) {
    X509Certificate certificate = pem == null ? null : parse(pem);
    if (certificate == null) {
      return null;
    }
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm.name().replace("SHA", "SHA-"));
      return HexFormat.of()
          .formatHex(digest.digest(certificate.getIssuerX500Principal().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  private static @Nullable X509Certificate parse(String pem) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
    } catch (CertificateException e) {
      return null;
    }
  }

  private static <T extends Record> T read(Class<T> type, String json) {
    return Shape.of(type).read(json, Reading.TOLERANT, new ArrayList<>());
  }
}
