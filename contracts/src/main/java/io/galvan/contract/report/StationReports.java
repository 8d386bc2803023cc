package io.galvan.contract.report;

import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stations of 2.x report beside charging and is kept as they told it: limits, needs,
 * schedules, display messages, alarms, settlements.
 */
public final class StationReports {
  public static final BusAddress<StationReport, Done> STORE =
      new BusAddress<>("station-report.store", StationReport.class, Done.class);
  public static final BusAddress<ReportQuery, ReportPage> LIST =
      new BusAddress<>("station-report.list", ReportQuery.class, ReportPage.class);

  private StationReports() {}

  /**
   * @param requestId of the request of ours that asked for it
   * @param evseId that it is about; 0 for the whole station; null when it names none
   * @param at when it came
   * @param payload the request as JSON, in the version's own terms
   */
  public record StationReport(
      String chargerId,
      String action,
      @Nullable Integer requestId,
      @Nullable Integer evseId,
      Instant at,
      String payload) {}

  /** Newest first. */
  public record ReportQuery(
      String chargerId,
      @Nullable String action,
      @Nullable Integer requestId,
      int limit,
      @Nullable String cursor) {}

  public record ReportPage(List<StationReport> items, @Nullable String next) {}
}
