package io.galvan.simulator.verify;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A transaction as the central system keeps it.
 *
 * @param evse of OCPP 1.6 the connector
 * @param connector the connector of that EVSE; of OCPP 1.6 the same number
 * @param stoppedAt null while it runs
 * @param inferredEnd why the end was inferred; null when the station told it
 */
public record StoredTransaction(
    long id,
    String stationId,
    int evse,
    int connector,
    Instant startedAt,
    @Nullable Instant stoppedAt,
    double energyWh,
    @Nullable String inferredEnd) {
  static StoredTransaction of(JsonObject json) {
    String stopped = json.getString("stoppedAt");
    return new StoredTransaction(
        json.getLong("id"),
        json.getString("chargerId"),
        json.getInteger("evseId"),
        json.getInteger("connectorId"),
        Instant.parse(json.getString("startedAt")),
        stopped == null ? null : Instant.parse(stopped),
        json.getDouble("energyWh", 0.0),
        json.getString("inferredEnd"));
  }
}
