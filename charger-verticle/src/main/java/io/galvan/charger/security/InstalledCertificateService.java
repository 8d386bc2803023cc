package io.galvan.charger.security;

import io.galvan.charger.block.Follower;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.pki.ContractCertificates.HashData;
import io.galvan.contract.pki.StationCertificates.InstalledCertificate;
import io.galvan.contract.pki.StationCertificates.InstalledCertificates;
import io.galvan.contract.registration.Chargers.ChargerKey;
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
    CertificateAnswers.Installed installed = CertificateAnswers.installed(command).orElse(null);
    X509Certificate certificate = installed == null ? null : parse(installed.certificate());
    if (installed == null || certificate == null) {
      // The charger took what we cannot read; its next list will tell.
      return known;
    }
    List<InstalledCertificate> all = new ArrayList<>(known);
    String pem = Sql.required(installed.certificate(), PEM_LENGTH);
    all.removeIf(
        each -> each.certificateType().equals(installed.type()) && pem.equals(each.certificate()));
    all.add(
        new InstalledCertificate(
            installed.type(),
            certificate.getSerialNumber().toString(16),
            null,
            null,
            null,
            Sql.required(certificate.getSubjectX500Principal().getName(), TEXT_LENGTH),
            certificate.getNotAfter().toInstant(),
            pem,
            null,
            now));
    return all;
  }

  private static List<InstalledCertificate> deleted(
      List<InstalledCertificate> known, Command command) {
    return CertificateAnswers.deleted(command)
        .map(hash -> known.stream().filter(each -> !matches(each, hash)).toList())
        .orElse(known);
  }

  private static List<InstalledCertificate> listed(
      List<InstalledCertificate> known, Command command, Instant now) {
    CertificateAnswers.Listed listed = CertificateAnswers.listed(command).orElse(null);
    if (listed == null) {
      return known;
    }
    List<InstalledCertificate> all = new ArrayList<>(known);
    all.removeIf(each -> listed.covers(each.certificateType()));
    for (CertificateAnswers.Held held : listed.held()) {
      InstalledCertificate same =
          known.stream()
              .filter(
                  each -> each.certificateType().equals(held.type()) && matches(each, held.hash()))
              .findFirst()
              .orElse(null);
      HashData hash = held.hash();
      all.add(
          new InstalledCertificate(
              held.type(),
              Sql.required(hash.serialNumber(), TEXT_LENGTH),
              hash.hashAlgorithm(),
              Sql.required(hash.issuerNameHash(), TEXT_LENGTH),
              Sql.required(hash.issuerKeyHash(), TEXT_LENGTH),
              same == null ? null : same.subject(),
              same == null ? null : same.validTo(),
              same == null ? null : same.certificate(),
              held.children(),
              same == null ? now : same.storedAt()));
    }
    return all;
  }

  /** Whether a stored certificate is the one that a charger's hash data names. */
  private static boolean matches(InstalledCertificate stored, HashData hash) {
    if (!bare(stored.serialNumber()).equals(bare(hash.serialNumber()))) {
      return false;
    }
    String issuer =
        hash.hashAlgorithm().equals(stored.hashAlgorithm())
            ? stored.issuerNameHash()
            : issuerNameHash(stored.certificate(), hash.hashAlgorithm());
    return issuer == null || issuer.equalsIgnoreCase(hash.issuerNameHash());
  }

  /** Serial numbers are hexadecimal; some chargers write leading zeros or capital letters. */
  private static String bare(String serialNumber) {
    return serialNumber.strip().toLowerCase(Locale.ROOT).replaceFirst("^0+(?=.)", "");
  }

  private static @Nullable String issuerNameHash(@Nullable String pem, String algorithm) {
    X509Certificate certificate = pem == null ? null : parse(pem);
    if (certificate == null) {
      return null;
    }
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm.replace("SHA", "SHA-"));
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
}
