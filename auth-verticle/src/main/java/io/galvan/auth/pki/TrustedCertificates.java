package io.galvan.auth.pki;

import io.galvan.auth.block.Fields;
import io.galvan.contract.pki.ContractCertificates.Trust;
import io.galvan.contract.pki.ContractCertificates.TrustUse;
import io.galvan.contract.pki.ContractCertificates.Trusted;
import io.galvan.contract.pki.ContractCertificates.TrustedKey;
import io.galvan.contract.pki.ContractCertificates.TrustedPage;
import io.galvan.contract.pki.ContractCertificates.TrustedQuery;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** By which certificates contract certificates are verified, beside Galvan's own. */
final class TrustedCertificates {
  private static final int MAX_STORED = 500;
  private static final int MAX_PEM = 10_000;

  private final Pool pool;
  private final Writer writer;
  private final Clock clock;
  private final V2gAuthorities own;

  TrustedCertificates(Pool pool, Writer writer, Clock clock, V2gAuthorities own) {
    this.pool = pool;
    this.writer = writer;
    this.clock = clock;
    this.own = own;
  }

  /** Answers {@code contract-certificates.trusted.list}; Galvan's own first. */
  Future<TrustedPage> list(TrustedQuery query) {
    return Future.all(own.all(clock.instant()), stored())
        .map(
            both -> {
              List<V2gAuthority> ours = both.resultAt(0);
              List<Trusted> others = both.resultAt(1);
              List<Trusted> all = new ArrayList<>();
              for (V2gAuthority each : ours) {
                all.add(view(TrustUse.V2GRootCertificate, each.root(), true));
                all.add(view(TrustUse.SubCertificate, each.sub(), true));
              }
              all.addAll(others);
              return new TrustedPage(all);
            });
  }

  private Future<List<Trusted>> stored() {
    return pool.query(
            "select certificate_use, certificate from trusted_certificate"
                + " order by created_at, fingerprint limit "
                + MAX_STORED)
        .execute()
        .map(
            rows -> {
              List<Trusted> all = new ArrayList<>();
              for (Row row : rows) {
                all.add(
                    view(
                        Sql.constant(row, "certificate_use", TrustUse.class),
                        parse(row.getString("certificate")),
                        false));
              }
              return all;
            });
  }

  /** Answers {@code contract-certificates.trusted.add}; one that is there already changes use. */
  Future<Trusted> trust(Trust request) {
    if (request.use() == null) {
      throw GalvanException.invalid("use", "use must be given");
    }
    if (request.certificate() == null || request.certificate().length() > MAX_PEM) {
      throw GalvanException.invalid(
          "certificate", "certificate must have at most " + MAX_PEM + " characters");
    }
    X509Certificate certificate = parse(request.certificate());
    if (certificate.getBasicConstraints() < 0) {
      throw GalvanException.invalid("certificate", "the certificate is not an authority's");
    }
    Trusted trusted = view(request.use(), certificate, false);
    return writer.write(unit -> add(unit, trusted).map(trusted));
  }

  private static Future<?> add(UnitOfWork unit, Trusted trusted) {
    return unit.sql()
        .preparedQuery(
            """
            insert into trusted_certificate (fingerprint, certificate_use, certificate, created_at)
            select $1, $2, $3, $4 where (select count(*) from trusted_certificate) < $5
              or exists (select from trusted_certificate where fingerprint = $1)
            on conflict (fingerprint) do update set certificate_use = excluded.certificate_use
            """)
        .execute(
            Tuple.of(
                trusted.fingerprint(),
                trusted.use().name(),
                trusted.certificate(),
                Sql.time(unit.now()),
                MAX_STORED))
        .compose(
            rows ->
                rows.rowCount() == 1
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        new GalvanException(
                            Fault.CONFLICT, "no more than " + MAX_STORED + " can be trusted")));
  }

  /** Answers {@code contract-certificates.trusted.delete}. */
  Future<Done> distrust(TrustedKey key) {
    String fingerprint = Fields.required("fingerprint", key.fingerprint(), 1, 64);
    return writer.write(
        unit ->
            unit.sql()
                .preparedQuery("delete from trusted_certificate where fingerprint = $1")
                .execute(Tuple.of(fingerprint.toLowerCase(Locale.ROOT)))
                .compose(
                    rows ->
                        rows.rowCount() == 1
                            ? Future.succeededFuture(Done.DONE)
                            : Future.failedFuture(
                                GalvanException.notFound("the trusted certificate"))));
  }

  /** What {@link #list} told, to verify with. */
  static List<X509Certificate> of(TrustedPage page, List<TrustUse> uses) {
    return page.items().stream()
        .filter(each -> uses.contains(each.use()))
        .map(each -> parse(each.certificate()))
        .toList();
  }

  private static X509Certificate parse(@Nullable String pem) {
    try {
      if (pem != null) {
        return Pem.certificate(Pem.decode(pem));
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // told below
    }
    throw GalvanException.invalid("certificate", "not a certificate in PEM");
  }

  private static Trusted view(TrustUse use, X509Certificate certificate, boolean own) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return new Trusted(
          HexFormat.of().formatHex(digest),
          use,
          CertificateAuthority.subject(certificate),
          CertificateAuthority.serialNumber(certificate),
          Pem.encode(certificate),
          certificate.getNotBefore().toInstant(),
          certificate.getNotAfter().toInstant(),
          own);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
