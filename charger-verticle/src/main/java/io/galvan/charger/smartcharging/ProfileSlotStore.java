package io.galvan.charger.smartcharging;

import io.galvan.charger.smartcharging.ProfileSlots.Slot;
import io.galvan.contract.smartcharging.ChargingProfiles.Owner;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.db.Sql;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The places in stations' stacks of charging profiles, each with one owner: a command with a
 * profile is stored and sent only if nobody greater holds its place, or is about to, and its number
 * is not one of another source (ADR 31).
 */
public final class ProfileSlotStore {
  private static final int MOST_UNDER_WAY = 200;

  /**
   * Fails with CONFLICT when the owner may not have the place. Commands with profiles of one
   * charger are looked at one after the other.
   *
   * @param commandId the command itself, which does not stand in its own way
   */
  public Future<?> claim(
      SqlClient sql, String chargerId, String commandId, Owner owner, Slot slot) {
    return sql.preparedQuery("select pg_advisory_xact_lock(hashtextextended($1, 7))")
        .execute(Tuple.of(chargerId))
        .compose(locked -> objection(sql, chargerId, commandId, owner, slot))
        .compose(
            objection ->
                objection == null
                    ? Future.succeededFuture()
                    : Future.failedFuture(new GalvanException(Fault.CONFLICT, objection)));
  }

  /** What forbids it; null when nothing does. */
  public Future<@Nullable String> objection(
      SqlClient sql, String chargerId, String commandId, Owner owner, Slot slot) {
    return held(sql, chargerId, owner, slot)
        .compose(
            objection ->
                objection != null || owner == Owner.Operator
                    ? Future.succeededFuture(objection)
                    : underWay(sql, chargerId, commandId, owner, slot));
  }

  private Future<@Nullable String> held(SqlClient sql, String chargerId, Owner owner, Slot wanted) {
    return sql.preparedQuery(
            """
            select profile_id, evse_id, purpose, stack_level, station_transaction_id, source, owner
            from charging_profile
            where charger_id = $1 and (profile_id = $2 or (purpose = $3 and stack_level = $4))
            """)
        .execute(Tuple.of(chargerId, wanted.profileId(), wanted.purpose(), wanted.stackLevel()))
        .map(
            rows -> {
              for (Row row : rows) {
                String objection = objection(row, owner, wanted);
                if (objection != null) {
                  return objection;
                }
              }
              return null;
            });
  }

  private static @Nullable String objection(Row row, Owner owner, Slot wanted) {
    Slot held =
        new Slot(
            row.getInteger("profile_id"),
            row.getInteger("evse_id"),
            row.getString("purpose"),
            row.getInteger("stack_level"),
            row.getString("station_transaction_id"));
    boolean sameNumber = held.profileId() == wanted.profileId();
    String source = row.getString("source");
    if (source != null) {
      return sameNumber
          ? "the charging station has a profile "
              + held.profileId()
              + " of the source "
              + source
              + "; take another number"
          : null;
    }
    Owner holder = Sql.constantOrNull(row, "owner", Owner.class);
    if (owner.mayReplace(holder) || !(sameNumber || held.meets(wanted))) {
      return null;
    }
    return place(held)
        + " is held by profile "
        + held.profileId()
        + " of "
        + (holder == null ? "an unknown owner" : holder.text())
        + ", which "
        + owner.text()
        + " cannot replace";
  }

  private static String place(Slot slot) {
    return slot.purpose()
        + " of EVSE "
        + slot.evseId()
        + ", stack level "
        + slot.stackLevel()
        + ",";
  }

  /** Of somebody greater: not answered yet, or of an outcome that nobody has learned since. */
  private Future<@Nullable String> underWay(
      SqlClient sql, String chargerId, String commandId, Owner owner, Slot wanted) {
    List<String> greater =
        Arrays.stream(Owner.values())
            .filter(other -> other.compareTo(owner) > 0)
            .map(Owner::name)
            .toList();
    return sql.preparedQuery(
            """
            select action, version, request, profile_owner from command c
            where charger_id = $1 and profile_owner = any($2) and id <> $3
              and (state in ('Queued', 'Sent')
                or (state in ('TimedOut', 'Unknown') and not exists (
                  select from command later
                  where later.charger_id = c.charger_id and later.state = 'Accepted'
                    and later.action in ('SetChargingProfile', 'ClearChargingProfile')
                    and later.created_at > c.created_at)))
            order by created_at desc limit $4
            """)
        .execute(Tuple.of(chargerId, greater.toArray(String[]::new), commandId, MOST_UNDER_WAY))
        .map(
            rows -> {
              for (Row row : rows) {
                Slot slot =
                    ProfileSlots.of(
                            row.getString("action"),
                            Sql.constantOrNull(row, "version", OcppVersion.class),
                            row.getString("request"))
                        .orElse(null);
                if (slot != null && slot.meets(wanted)) {
                  return place(slot)
                      + " is about to be held by profile "
                      + slot.profileId()
                      + " of "
                      + Sql.constant(row, "profile_owner", Owner.class).text()
                      + ", which "
                      + owner.text()
                      + " cannot replace";
                }
              }
              return null;
            });
  }
}
