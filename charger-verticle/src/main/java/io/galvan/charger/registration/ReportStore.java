package io.galvan.charger.registration;

import io.galvan.charger.policy.PolicyStore;
import io.galvan.contract.registration.Chargers.Boot;
import io.galvan.contract.registration.Chargers.ConnectorStatus;
import io.galvan.contract.registration.Chargers.Notice;
import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What chargers report of themselves: boots, connector states, notices. */
final class ReportStore {
  record ConnectorKey(String chargerId, int evseId, int connectorId) {}

  /** How far a charger's firmware update or upload came; null: nothing new of it. */
  record Progress(String chargerId, @Nullable String firmware, @Nullable String diagnostics) {}

  /** Who booted; the heartbeat's interval as its policy has it, null for the default. */
  record Booted(Registration registration, @Nullable Integer heartbeatIntervalS) {}

  /** Each charger once; what is stored of it by charger, nothing of an unknown one. */
  Future<Map<String, Booted>> boot(SqlClient sql, List<Boot> boots, Instant now) {
    return sql.preparedQuery(
            """
            update charger c set
              vendor = g.vendor, model = g.model, serial_number = g.serial_number,
              charge_box_serial_number = g.charge_box_serial_number,
              firmware_version = g.firmware_version, iccid = g.iccid, imsi = g.imsi,
              meter_type = g.meter_type, meter_serial_number = g.meter_serial_number,
              booted_at = $11, updated_at = $11, boot_reason = g.boot_reason,
              -- Told with proof now, or told so before.
              serial_number_proved = g.serial_number is not null
                and (coalesce(k.security_profile, 0) > 0
                  or (c.serial_number_proved and c.serial_number = g.serial_number)),
              charge_box_serial_number_proved = g.charge_box_serial_number is not null
                and (coalesce(k.security_profile, 0) > 0
                  or (c.charge_box_serial_number_proved
                    and c.charge_box_serial_number = g.charge_box_serial_number))
            from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                        $7::text[], $8::text[], $9::text[], $10::text[], $12::text[])
              as g(charger_id, vendor, model, serial_number, charge_box_serial_number,
                   firmware_version, iccid, imsi, meter_type, meter_serial_number, boot_reason)
              join connection k on k.charger_id = g.charger_id
            where c.id = g.charger_id
            returning c.id, c.registration,
            """
                + PolicyStore.HEARTBEAT_S
                + " as heartbeat")
        .execute(
            Tuple.of(
                Sql.texts(boots, Boot::chargerId),
                Sql.texts(boots, Boot::vendor),
                Sql.texts(boots, Boot::model),
                Sql.texts(boots, Boot::serialNumber),
                Sql.texts(boots, Boot::chargeBoxSerialNumber),
                Sql.texts(boots, Boot::firmwareVersion),
                Sql.texts(boots, Boot::iccid),
                Sql.texts(boots, Boot::imsi),
                Sql.texts(boots, Boot::meterType),
                Sql.texts(boots, Boot::meterSerialNumber),
                Sql.time(now),
                Sql.texts(boots, Boot::reason)))
        .map(
            rows -> {
              Map<String, Booted> booted = new HashMap<>();
              for (Row row : rows) {
                booted.put(
                    row.getString("id"),
                    new Booted(
                        Sql.constant(row, "registration", Registration.class),
                        row.getInteger("heartbeat")));
              }
              return booted;
            });
  }

  /** Changes that waited for a reboot are in force. */
  Future<?> clearRebootRequired(SqlClient sql, List<String> chargerIds) {
    return sql.preparedQuery(
            """
            update configuration set reboot_required = false
            where charger_id = any($1) and reboot_required
            """)
        .execute(Tuple.of(chargerIds.toArray(String[]::new)));
  }

  /** How far ahead of us a station's clock may be before the time of receipt counts. */
  private static final Duration AHEAD = Duration.ofSeconds(60);

  /** The time that counts for a status, since one of the future would hide those that follow. */
  static Instant counted(ConnectorStatus report, Instant now) {
    Instant at = Sql.reported(report.at(), now);
    return at.isBefore(now.plus(AHEAD)) ? at : Sql.reported(null, now);
  }

  /**
   * Each connector once. A report older than the stored one is passed over, unless the station has
   * booted since that was told, or told it on this connection just before: then its clock was set.
   *
   * @return for every connector of a known charger, whether the report said anything new
   */
  Future<Map<ConnectorKey, Boolean>> status(
      SqlClient sql, List<ConnectorStatus> reports, Instant now) {
    // Rows are taken in the order of their key, so that two batches cannot wait for each other.
    return sql.preparedQuery(
            """
            with given as (
              select g.*
              from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[],
                          $7::text[], $8::timestamptz[], $9::int[])
                as g(charger_id, connector_id, status, error_code, info, vendor_id,
                     vendor_error_code, status_at, evse_id)
              join charger on charger.id = g.charger_id
            ), written as (
              insert into connector as k
                (charger_id, evse_id, connector_id, status, error_code, info, vendor_id,
                 vendor_error_code, status_at, told_at, changed)
              select charger_id, evse_id, connector_id, status, error_code, info, vendor_id,
                     vendor_error_code, status_at, $10, true
              from given order by charger_id collate "C", evse_id, connector_id
              on conflict (charger_id, evse_id, connector_id) do update set
                status = excluded.status, error_code = excluded.error_code, info = excluded.info,
                vendor_id = excluded.vendor_id, vendor_error_code = excluded.vendor_error_code,
                status_at = excluded.status_at, told_at = excluded.told_at,
                changed = (k.status, k.error_code, k.info, k.vendor_id, k.vendor_error_code)
                  is distinct from (excluded.status, excluded.error_code, excluded.info,
                                    excluded.vendor_id, excluded.vendor_error_code)
              where excluded.status_at >= k.status_at
                or k.told_at < (select booted_at from charger where id = k.charger_id)
                or (excluded.status_at >= k.status_at - interval '60 seconds' and k.told_at >= (
                  select since from connection where charger_id = k.charger_id and online))
              returning charger_id, evse_id, connector_id, changed
            )
            select charger_id, evse_id, connector_id, changed from written
            union all
            select charger_id, evse_id, connector_id, false from given
            """)
        .execute(
            Tuple.of(
                Sql.texts(reports, ConnectorStatus::chargerId),
                Sql.ints(reports, ConnectorStatus::connectorId),
                Sql.texts(reports, ConnectorStatus::status),
                Sql.texts(reports, ConnectorStatus::errorCode),
                Sql.texts(reports, ConnectorStatus::info),
                Sql.texts(reports, ConnectorStatus::vendorId),
                Sql.texts(reports, ConnectorStatus::vendorErrorCode),
                Sql.times(reports, report -> counted(report, now)),
                Sql.ints(reports, ConnectorStatus::evseId),
                Sql.time(now)))
        .map(
            rows -> {
              Map<ConnectorKey, Boolean> changed = new HashMap<>();
              for (Row row : rows) {
                changed.merge(
                    new ConnectorKey(
                        row.getString("charger_id"),
                        row.getInteger("evse_id"),
                        row.getInteger("connector_id")),
                    row.getBoolean("changed"),
                    Boolean::logicalOr);
              }
              return changed;
            });
  }

  /** Keeps notices; answers which of their chargers are known. */
  Future<Set<String>> notice(SqlClient sql, List<Notice> notices, Instant now) {
    return sql.preparedQuery(
            """
            insert into notice (charger_id, kind, value, request_id, detail, at, stored_at)
            select g.charger_id, g.kind, g.value, g.request_id, g.detail, g.at, $7
            from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::text[],
                        $6::timestamptz[])
                with ordinality as g(charger_id, kind, value, request_id, detail, at, n)
              join charger on charger.id = g.charger_id
            order by g.n
            returning charger_id
            """)
        .execute(
            Tuple.of(
                Sql.texts(notices, Notice::chargerId),
                Sql.texts(notices, notice -> notice.kind().name()),
                Sql.texts(notices, Notice::value),
                Sql.ints(notices, Notice::requestId),
                Sql.texts(notices, Notice::detail),
                Sql.times(notices, notice -> Sql.reported(notice.at(), now)),
                Sql.time(now)))
        .map(
            rows -> {
              Set<String> known = new HashSet<>();
              rows.forEach(row -> known.add(row.getString("charger_id")));
              return known;
            });
  }

  /** Each charger once. */
  Future<?> progress(SqlClient sql, List<Progress> news) {
    return sql.preparedQuery(
            """
            insert into progress as p (charger_id, firmware_status, diagnostics_status)
            select g.charger_id, g.firmware, g.diagnostics
            from unnest($1::text[], $2::text[], $3::text[]) as g(charger_id, firmware, diagnostics)
              join charger on charger.id = g.charger_id
            order by g.charger_id collate "C"
            on conflict (charger_id) do update set
              firmware_status = coalesce(excluded.firmware_status, p.firmware_status),
              diagnostics_status = coalesce(excluded.diagnostics_status, p.diagnostics_status)
            """)
        .execute(
            Tuple.of(
                Sql.texts(news, Progress::chargerId),
                Sql.texts(news, Progress::firmware),
                Sql.texts(news, Progress::diagnostics)));
  }

  /** Deletes at most so many notices stored before then. */
  Future<?> deleteNotices(SqlClient sql, Instant storedBefore, int limit) {
    return sql.preparedQuery(
            """
            delete from notice where id in (
              select id from notice where stored_at < $1 limit $2 for update skip locked)
            """)
        .execute(Tuple.of(Sql.time(storedBefore), limit));
  }
}
