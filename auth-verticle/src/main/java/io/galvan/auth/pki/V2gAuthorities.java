package io.galvan.auth.pki;

import io.galvan.contract.pki.Certificates.CertificateUse;
import io.galvan.contract.pki.Certificates.ClientCertificate;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Galvan's own authorities for vehicles; made by whichever node needs them first. */
final class V2gAuthorities {
  private static final List<CertificateUse> USES =
      List.of(CertificateUse.V2GCertificate, CertificateUse.V2G20Certificate);

  private final Vertx vertx;
  private final Pool pool;
  private final Writer writer;
  private @Nullable Future<Map<CertificateUse, V2gAuthority>> authorities;

  V2gAuthorities(Vertx vertx, Pool pool, Writer writer) {
    this.vertx = vertx;
    this.pool = pool;
    this.writer = writer;
  }

  /** All of them. */
  Future<List<V2gAuthority>> all(Instant now) {
    return loaded(now)
        .map(all -> USES.stream().map(use -> Objects.requireNonNull(all.get(use))).toList());
  }

  /** The root of what is signed for this use. */
  Future<X509Certificate> root(CertificateUse use, Instant now) {
    return loaded(now).map(all -> Objects.requireNonNull(all.get(use)).root());
  }

  /** Signs a station's request; what it gets is its certificate and the one that signed it. */
  Future<ClientCertificate> certify(CertificateUse use, String csr, Instant now) {
    return loaded(now)
        .map(all -> Objects.requireNonNull(all.get(use)))
        .compose(
            authority ->
                vertx.executeBlocking(
                    () -> {
                      CertificateRequest request = CertificateRequest.parse(csr);
                      String organization =
                          request.organization().stream()
                              .filter(name -> !name.isBlank())
                              .findFirst()
                              .orElse(CertificateAuthority.ORGANIZATION);
                      X509Certificate certificate =
                          authority.issue(request.key(), request.forVehicles(), organization, now);
                      return CertificateService.client(
                          certificate, Pem.encode(certificate) + Pem.encode(authority.sub()));
                    }));
  }

  private Future<Map<CertificateUse, V2gAuthority>> loaded(Instant now) {
    Future<Map<CertificateUse, V2gAuthority>> known = authorities;
    if (known != null && !known.failed()) {
      return known;
    }
    Future<Map<CertificateUse, V2gAuthority>> found =
        stored(pool)
            .compose(
                stored ->
                    stored.size() == USES.size() ? Future.succeededFuture(stored) : make(now));
    authorities = found;
    return found;
  }

  private Future<Map<CertificateUse, V2gAuthority>> make(Instant now) {
    return vertx
        .executeBlocking(() -> USES.stream().map(use -> V2gAuthority.generate(use, now)).toList())
        .compose(made -> writer.write(unit -> add(unit, made)));
  }

  private static Future<Map<CertificateUse, V2gAuthority>> stored(SqlClient sql) {
    return sql.query("select * from v2g_authority")
        .execute()
        .map(
            rows -> {
              Map<CertificateUse, V2gAuthority> all = new HashMap<>();
              for (Row row : rows) {
                CertificateUse use = Sql.constant(row, "certificate_use", CertificateUse.class);
                all.put(
                    use,
                    V2gAuthority.read(
                        use,
                        row.getString("root_certificate"),
                        row.getString("root_key"),
                        row.getString("sub_certificate"),
                        row.getString("sub_key")));
              }
              return all;
            });
  }

  private static Future<Map<CertificateUse, V2gAuthority>> add(
      UnitOfWork unit, List<V2gAuthority> candidates) {
    List<Tuple> rows =
        candidates.stream()
            .map(
                each ->
                    Tuple.from(
                        Arrays.asList(
                            each.use().name(),
                            Pem.encode(each.root()),
                            Pem.encode("PRIVATE KEY", each.rootKey().getEncoded()),
                            Pem.encode(each.sub()),
                            Pem.encode("PRIVATE KEY", each.subKey().getEncoded()),
                            Sql.time(unit.now()))))
            .toList();
    return unit.sql()
        .preparedQuery(
            """
            insert into v2g_authority (certificate_use, root_certificate, root_key,
              sub_certificate, sub_key, created_at)
            values ($1, $2, $3, $4, $5, $6) on conflict do nothing
            """)
        .executeBatch(rows)
        .compose(ok -> stored(unit.sql()));
  }
}
