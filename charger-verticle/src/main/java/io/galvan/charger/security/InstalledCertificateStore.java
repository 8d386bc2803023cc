package io.galvan.charger.security;

import io.galvan.contract.pki.ContractCertificates.HashData;
import io.galvan.contract.pki.StationCertificates.InstalledCertificate;
import io.galvan.platform.db.Sql;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Root certificates that chargers are known to hold. */
final class InstalledCertificateStore {
  /** All of a charger's, in the order they became known. */
  Future<List<InstalledCertificate>> list(SqlClient sql, String chargerId) {
    return sql.preparedQuery(
            """
            select *, child_certificates::text as children from installed_certificate
            where charger_id = $1 order by certificate_type, id
            """)
        .execute(Tuple.of(chargerId))
        .map(
            rows -> {
              List<InstalledCertificate> certificates = new ArrayList<>();
              for (Row row : rows) {
                certificates.add(
                    new InstalledCertificate(
                        row.getString("certificate_type"),
                        row.getString("serial_number"),
                        row.getString("hash_algorithm"),
                        row.getString("issuer_name_hash"),
                        row.getString("issuer_key_hash"),
                        row.getString("subject"),
                        Sql.instantOrNull(row, "valid_to"),
                        row.getString("certificate"),
                        children(row.getString("children")),
                        Sql.instant(row, "stored_at")));
              }
              return certificates;
            });
  }

  /** Puts these in the place of all of the charger's; no charger, no certificates. */
  Future<?> replace(SqlClient sql, String chargerId, List<InstalledCertificate> certificates) {
    Future<?> deleted =
        sql.preparedQuery("delete from installed_certificate where charger_id = $1")
            .execute(Tuple.of(chargerId));
    if (certificates.isEmpty()) {
      return deleted;
    }
    List<Tuple> batch = new ArrayList<>();
    for (InstalledCertificate each : certificates) {
      batch.add(
          Tuple.from(
              Arrays.asList(
                  chargerId,
                  each.certificateType(),
                  each.serialNumber(),
                  each.hashAlgorithm(),
                  each.issuerNameHash(),
                  each.issuerKeyHash(),
                  each.subject(),
                  timeOrNull(each.validTo()),
                  each.certificate(),
                  Sql.time(each.storedAt()),
                  each.childCertificates() == null
                      ? null
                      : Mapper.write(each.childCertificates()))));
    }
    return deleted.compose(
        ok ->
            sql.preparedQuery(
                    """
                    insert into installed_certificate
                      (charger_id, certificate_type, serial_number, hash_algorithm,
                       issuer_name_hash, issuer_key_hash, subject, valid_to, certificate, stored_at,
                       child_certificates)
                    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::text::jsonb)
                    """)
                .executeBatch(batch));
  }

  private static @Nullable List<HashData> children(@Nullable String json) {
    return json == null ? null : List.of(Mapper.read(json, HashData[].class));
  }

  private static @Nullable OffsetDateTime timeOrNull(@Nullable Instant time) {
    return time == null ? null : Sql.time(time);
  }
}
