package io.galvan.charger.devicemodel;

import io.galvan.contract.devicemodel.DeviceModels.Monitor;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the monitors are stored that stations report. */
public interface ReportedMonitors {
  /**
   * Adds or replaces monitors.
   *
   * @param reportId that told of them; null: none did
   */
  Future<?> put(
      SqlClient sql,
      String chargerId,
      List<Monitor> monitors,
      @Nullable Long reportId,
      Instant now);

  /** Removes the oldest monitors of the station beyond so many. */
  Future<?> bound(SqlClient sql, String chargerId, int most);

  /** Removes what the whole report did not tell of and is older than its request. */
  Future<?> removeGone(SqlClient sql, String chargerId, long reportId, Instant asked);
}
