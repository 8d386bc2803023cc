package io.galvan.charger.registration;

import io.galvan.charger.block.Followers;
import io.galvan.charger.policy.PolicyService;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.Notice;
import io.galvan.contract.registration.Notices;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.service.Wiring;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.BiFunction;

/** Charging stations: their data, boots, statuses and notices. */
public final class RegistrationBlock {
  private final ReportService reports;

  /**
   * @param followers complete for notices
   * @param booted has the rest of what a boot changes written, in the same transaction
   */
  public RegistrationBlock(
      Wiring wiring,
      Followers followers,
      PolicyService policies,
      BiFunction<UnitOfWork, List<String>, Future<?>> booted) {
    var chargers = new ChargerService(wiring.pool(), wiring.writer(), new ChargerStore(), policies);
    wiring.serve(Chargers.LIST, chargers::list);
    wiring.serve(Chargers.GET, chargers::get);
    wiring.serve(Chargers.CREATE, chargers::create);
    wiring.serve(Chargers.EDIT, chargers::edit);
    wiring.serve(Chargers.DELETE, chargers::delete);
    wiring.serve(Chargers.FLEET, chargers::fleet);
    reports =
        new ReportService(
            wiring.platform(), wiring.writer(), new ReportStore(), followers.ofNotices(), booted);
    wiring.everyMinute("deleting old notices", reports::deleteOldNotices);
    wiring.serve(Chargers.BOOT, reports::boot);
    wiring.serve(Chargers.STATUS, reports::status);
    wiring.serve(Chargers.NOTICE, reports::notice);
    var notices = new NoticeService(wiring.pool(), new NoticeStore());
    wiring.serve(Notices.LIST, notices::list);
  }

  /** Stores notices, in the same transaction. */
  public Future<List<Boolean>> noticeAll(UnitOfWork unit, List<Notice> batch) {
    return reports.noticeAll(unit, batch);
  }
}
