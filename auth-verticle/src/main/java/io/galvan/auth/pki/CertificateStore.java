package io.galvan.auth.pki;

import io.galvan.auth.block.Fields;
import io.galvan.contract.pki.Certificates.Algorithm;
import io.galvan.contract.pki.Certificates.CertificateUse;
import io.galvan.contract.pki.Certificates.ClientCertificate;
import io.galvan.contract.pki.Certificates.SigningQuery;
import io.galvan.contract.pki.Certificates.SigningRequest;
import io.galvan.contract.pki.Certificates.SigningState;
import io.galvan.contract.pki.Certificates.Submission;
import io.galvan.platform.db.Conditions;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.UnitOfWork;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The authority's roots and the stations' signing requests in PostgreSQL. */
final class CertificateStore {
  /** What is known of a client certificate that was signed here. */
  record Issued(UUID requestId, String chargerKey, boolean used, boolean superseded) {}

  private final Pool pool;

  CertificateStore(Pool pool) {
    this.pool = pool;
  }

  /** The stored roots, by algorithm. */
  Future<Map<Algorithm, CertificateAuthority>> authorities(SqlClient sql) {
    return sql.query("select algorithm, certificate, private_key from certificate_authority")
        .execute()
        .map(
            rows -> {
              Map<Algorithm, CertificateAuthority> roots = new HashMap<>();
              for (Row row : rows) {
                Algorithm algorithm = Sql.constant(row, "algorithm", Algorithm.class);
                roots.put(
                    algorithm,
                    CertificateAuthority.read(
                        algorithm, row.getString("certificate"), row.getString("private_key")));
              }
              return roots;
            });
  }

  Future<Map<Algorithm, CertificateAuthority>> authorities() {
    return authorities(pool);
  }

  /** Stores the roots unless there are some, and answers those that are stored. */
  Future<Map<Algorithm, CertificateAuthority>> addAuthorities(
      UnitOfWork unit, List<CertificateAuthority> candidates) {
    for (CertificateAuthority candidate : candidates) {
      unit.sql()
          .preparedQuery(
              """
              insert into certificate_authority (algorithm, certificate, private_key, created_at)
              values ($1, $2, $3, $4) on conflict do nothing
              """)
          .execute(
              Tuple.of(
                  candidate.algorithm().name(),
                  Pem.encode(candidate.certificate()),
                  Pem.encode("PRIVATE KEY", candidate.key().getEncoded()),
                  Sql.time(unit.now())));
    }
    return authorities(unit.sql());
  }

  /**
   * A new request; those of the station for the same use that still wait for an operator are
   * replaced by it.
   */
  Future<SigningRequest> add(
      UnitOfWork unit,
      String chargerKey,
      Submission submission,
      SigningState state,
      String csr,
      @Nullable String subject,
      @Nullable Algorithm algorithm,
      @Nullable String reason) {
    unit.sql()
        .preparedQuery(
            """
            update signing_request set state = 'Rejected',
              reason = 'replaced by a newer request', updated_at = $2
            where charger_key = $1 and state = 'Pending'
              and coalesce(certificate_type, 'ChargingStationCertificate') = $3
            """)
        .execute(
            Tuple.of(
                chargerKey,
                Sql.time(unit.now()),
                CertificateUse.of(submission.certificateType()).name()));
    return unit.sql()
        .preparedQuery(
            """
            insert into signing_request
              (id, charger_key, charger_id, state, csr, subject, algorithm, reason,
               created_at, updated_at, certificate_type, request_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11) returning *
            """)
        .execute(
            Tuple.from(
                Arrays.asList(
                    UUID.randomUUID(),
                    chargerKey,
                    submission.chargerId(),
                    state.name(),
                    csr,
                    subject,
                    Sql.name(algorithm),
                    reason,
                    Sql.time(unit.now()),
                    Sql.name(submission.certificateType()),
                    submission.requestId())))
        .map(rows -> request(rows.iterator().next()));
  }

  /**
   * Deletes all but so many of a station's requests, and never the one whose certificate is used.
   */
  Future<?> keepNewest(UnitOfWork unit, String chargerKey, int kept) {
    return unit.sql()
        .preparedQuery(
            """
            delete from signing_request where id in (
              select id from signing_request
              where charger_key = $1 and (used_at is null or superseded_at is not null)
              order by created_at desc, id desc offset $2)
            """)
        .execute(Tuple.of(chargerKey, kept));
  }

  /** The request, which nobody else changes until the transaction ends. */
  Future<Optional<SigningRequest>> hold(UnitOfWork unit, UUID id) {
    return unit.sql()
        .preparedQuery("select * from signing_request where id = $1 for update")
        .execute(Tuple.of(id))
        .map(CertificateStore::first);
  }

  Future<Optional<SigningRequest>> get(UUID id) {
    return pool.preparedQuery("select * from signing_request where id = $1")
        .execute(Tuple.of(id))
        .map(CertificateStore::first);
  }

  /**
   * @param nameKey the certificate's common name in lower case; null for vehicles
   */
  Future<SigningRequest> signed(
      UnitOfWork unit, UUID id, ClientCertificate certificate, @Nullable String nameKey) {
    return unit.sql()
        .preparedQuery(
            """
            update signing_request set state = 'Signed', serial_number = $2, certificate = $3,
              certificate_subject = $4, valid_from = $5, valid_to = $6, updated_at = $7,
              name_key = $8
            where id = $1 returning *
            """)
        .execute(
            Tuple.of(
                id,
                certificate.serialNumber(),
                certificate.certificate(),
                certificate.subject(),
                Sql.time(certificate.validFrom()),
                Sql.time(certificate.validTo()),
                Sql.time(unit.now()),
                nameKey))
        .map(rows -> request(rows.iterator().next()));
  }

  /** Another station that has a certificate of this name which is not superseded. */
  Future<@Nullable String> otherNamed(String chargerKey, String nameKey) {
    return pool.preparedQuery(
            """
            select charger_id from signing_request
            where name_key = $2 and charger_key <> $1
              and serial_number is not null and superseded_at is null
              and coalesce(certificate_type, 'ChargingStationCertificate')
                = 'ChargingStationCertificate'
            limit 1
            """)
        .execute(Tuple.of(chargerKey, nameKey))
        .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getString("charger_id"));
  }

  /** The request's end; a certificate that the station did not take opens no door. */
  Future<SigningRequest> end(
      UnitOfWork unit, UUID id, SigningState state, @Nullable String reason) {
    return unit.sql()
        .preparedQuery(
            """
            update signing_request set state = $2, reason = $3, updated_at = $4,
              superseded_at = case when $2 = 'Rejected' and serial_number is not null
                then $4 else superseded_at end
            where id = $1 returning *
            """)
        .execute(Tuple.of(id, state.name(), reason, Sql.time(unit.now())))
        .map(rows -> request(rows.iterator().next()));
  }

  /** As {@link #end}, of the request whose certificate the station was sent. */
  Future<?> answered(
      UnitOfWork unit,
      String chargerKey,
      String chain,
      SigningState state,
      @Nullable String reason) {
    return unit.sql()
        .preparedQuery(
            """
            update signing_request set state = $3, reason = $4, updated_at = $5,
              superseded_at = case when $3 = 'Rejected' then $5 else superseded_at end
            where charger_key = $1 and certificate = $2 and state = 'Signed'
            """)
        .execute(Tuple.of(chargerKey, chain, state.name(), reason, Sql.time(unit.now())));
  }

  Future<Map<String, Issued>> issued(Set<String> serialNumbers) {
    return pool.preparedQuery(
            """
            select id, serial_number, charger_key, used_at is not null as used,
              superseded_at is not null as superseded
            from signing_request where serial_number = any($1)
              and coalesce(certificate_type, 'ChargingStationCertificate')
                = 'ChargingStationCertificate'
            """)
        .execute(Tuple.tuple().addArrayOfString(serialNumbers.toArray(String[]::new)))
        .map(
            rows -> {
              Map<String, Issued> issued = new HashMap<>();
              for (Row row : rows) {
                issued.put(
                    row.getString("serial_number"),
                    new Issued(
                        row.getUUID("id"),
                        row.getString("charger_key"),
                        row.getBoolean("used"),
                        row.getBoolean("superseded")));
              }
              return issued;
            });
  }

  /** The station came with this certificate: it is installed, and older ones are over. */
  Future<?> used(UnitOfWork unit, UUID id) {
    unit.sql()
        .preparedQuery(
            """
            update signing_request o set superseded_at = $2
            from signing_request n
            where n.id = $1 and o.charger_key = n.charger_key and o.id <> n.id
              and o.serial_number is not null and o.superseded_at is null
              and coalesce(o.certificate_type, 'ChargingStationCertificate')
                = 'ChargingStationCertificate'
              and (o.created_at, o.id) < (n.created_at, n.id)
            """)
        .execute(Tuple.of(id, Sql.time(unit.now())));
    return unit.sql()
        .preparedQuery(
            """
            update signing_request set state = 'Installed', used_at = $2, updated_at = $2
            where id = $1 and used_at is null and superseded_at is null
            """)
        .execute(Tuple.of(id, Sql.time(unit.now())));
  }

  Future<List<SigningRequest>> list(SigningQuery query, @Nullable Cursor after) {
    Conditions conditions = new Conditions();
    if (query.chargerId() != null) {
      conditions.add("charger_key = ?", Fields.key(Sql.required(query.chargerId(), 255)));
    }
    if (query.state() != null) {
      conditions.add("state = ?", query.state().name());
    }
    if (after != null) {
      conditions.add(
          "(created_at, id) < (?, ?)",
          Sql.time(after.keyTime()),
          CertificateService.id(after.id()));
    }
    return pool.preparedQuery(
            "select * from signing_request"
                + conditions.where()
                + " order by created_at desc, id desc"
                + Conditions.limit(query.limit()))
        .execute(conditions.parameters())
        .map(
            rows -> {
              List<SigningRequest> requests = new ArrayList<>();
              rows.forEach(row -> requests.add(request(row)));
              return requests;
            });
  }

  Future<?> forget(UnitOfWork unit, String chargerKey) {
    return unit.sql()
        .preparedQuery("delete from signing_request where charger_key = $1")
        .execute(Tuple.of(chargerKey));
  }

  private static Optional<SigningRequest> first(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(request(rows.iterator().next()));
  }

  private static SigningRequest request(Row row) {
    String serialNumber = row.getString("serial_number");
    return new SigningRequest(
        row.getUUID("id").toString(),
        row.getString("charger_id"),
        Sql.constant(row, "state", SigningState.class),
        Sql.constantOrNull(row, "certificate_type", CertificateUse.class),
        row.getInteger("request_id"),
        row.getString("csr"),
        row.getString("subject"),
        Sql.constantOrNull(row, "algorithm", Algorithm.class),
        row.getString("reason"),
        serialNumber == null
            ? null
            : new ClientCertificate(
                serialNumber,
                row.getString("certificate_subject"),
                row.getString("certificate"),
                Sql.instant(row, "valid_from"),
                Sql.instant(row, "valid_to"),
                Sql.instantOrNull(row, "used_at"),
                Sql.instantOrNull(row, "superseded_at")),
        Sql.instant(row, "created_at"),
        Sql.instant(row, "updated_at"));
  }
}
