package io.galvan.charger.devicemodel;

import io.galvan.charger.block.Followers;
import io.galvan.contract.devicemodel.DeviceModels;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.service.Wiring;
import io.vertx.core.Future;
import java.util.List;

/** The device model of OCPP 2.x: variables, reports of them, network profiles. */
public final class DeviceModelBlock {
  private static final int DELETED_AT_ONCE = 10_000;

  private final Wiring wiring;
  private final VariableStore variableStore = new VariableStore();
  private final ReportStore reportStore = new ReportStore();

  /**
   * @param monitors stores the monitors that are reported
   * @param announce notes the security profile of an accepted network profile
   */
  public DeviceModelBlock(
      Wiring wiring,
      Followers followers,
      ReportedMonitors monitors,
      NetworkProfileService.Announce announce) {
    this.wiring = wiring;
    var variables = new VariableService(wiring.pool(), variableStore, new FleetVariableStore());
    wiring.serve(DeviceModels.VARIABLES, variables::list);
    wiring.serve(DeviceModels.FLEET, variables::fleet);
    var profiles = new NetworkProfileService(wiring.pool(), new NetworkProfileStore(), announce);
    wiring.serve(DeviceModels.NETWORK_PROFILES, profiles::list);
    var reports =
        new ReportService(
            wiring.platform(),
            wiring.pool(),
            wiring.writer(),
            reportStore,
            variableStore,
            monitors);
    followers.add(new VariableFollower(variableStore, reportStore, reports, profiles));
    wiring.everyMinute("deleting old device reports", this::deleteOldReports);
    wiring.serve(DeviceModels.REPORT, reports::report);
    wiring.serve(DeviceModels.MONITORING_REPORT, reports::monitoring);
    wiring.serve(DeviceModels.REPORTS, reports::list);
    wiring.serve(DeviceModels.INVENTORY, reports::inventory);
    var plans = new PlanService(wiring.pool(), variableStore);
    wiring.serve(DeviceModels.PLAN_READ, plans::read);
    wiring.serve(DeviceModels.PLAN_PARTS, plans::parts);
    wiring.serve(DeviceModels.PLAN_WRITE, plans::write);
    wiring.serve(DeviceModels.PLAN_MONITORS, plans::monitors);
    wiring.serve(DeviceModels.PLAN_CLEAR, plans::clear);
  }

  private Future<?> deleteOldReports() {
    return wiring
        .writer()
        .write(
            unit ->
                reportStore.deleteOld(
                    unit.sql(),
                    unit.now().minus(wiring.settings().messageLogRetention()),
                    DELETED_AT_ONCE));
  }

  /** These stations booted, so values that waited for it are in force. */
  public Future<?> booted(UnitOfWork unit, List<String> chargerIds) {
    return variableStore.clearRebootRequired(unit.sql(), chargerIds);
  }
}
