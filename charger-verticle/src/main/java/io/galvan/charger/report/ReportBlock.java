package io.galvan.charger.report;

import io.galvan.charger.block.Followers;
import io.galvan.contract.report.Holdings;
import io.galvan.contract.report.StationReports;
import io.galvan.platform.outbox.Subscription;
import io.galvan.platform.service.Wiring;

/** What stations of OCPP 2.x report beside charging, and what they hold by it. */
public final class ReportBlock {
  /**
   * @param followers complete but for those of this block
   */
  public ReportBlock(Wiring wiring, Followers followers) {
    var holdings = new HoldingService(wiring.pool(), wiring.writer(), new HoldingStore());
    followers.add(holdings);
    wiring.hear(Subscription.CHARGER, holdings::hear);
    wiring.serve(Holdings.LIST, holdings::list);
    var reports =
        new StationReportService(
            wiring.platform(),
            wiring.pool(),
            wiring.writer(),
            new StationReportStore(),
            followers.ofReports());
    wiring.everyMinute("deleting old station reports", reports::deleteOld);
    wiring.serve(StationReports.STORE, reports::store);
    wiring.serve(StationReports.LIST, reports::list);
  }
}
