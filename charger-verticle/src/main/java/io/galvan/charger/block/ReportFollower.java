package io.galvan.charger.block;

import io.galvan.contract.report.StationReports.StationReport;
import io.galvan.platform.db.UnitOfWork;
import io.vertx.core.Future;
import java.util.Set;

/**
 * What a station's report changes beyond being kept: the profiles or messages it holds, the end of
 * a reservation. Written in the transaction that keeps the report.
 */
public interface ReportFollower {
  /** The actions whose reports it wants to see. */
  Set<String> reports();

  /**
   * A report of a known charger, in the order they came. A failure undoes the reports of others
   * too, so what a charger may say must never fail here.
   */
  Future<?> follow(UnitOfWork unit, StationReport report);
}
