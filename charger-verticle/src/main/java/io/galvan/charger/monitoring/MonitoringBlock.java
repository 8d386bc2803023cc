package io.galvan.charger.monitoring;

import io.galvan.charger.block.Followers;
import io.galvan.charger.devicemodel.ReportedMonitors;
import io.galvan.charger.devicemodel.VariableStore;
import io.galvan.contract.devicemodel.DeviceModels;
import io.galvan.platform.service.Wiring;

/** Monitors of variables, and the events that they cause. */
public final class MonitoringBlock {
  private final MonitorStore monitors = new MonitorStore();

  public MonitoringBlock(Wiring wiring, Followers followers) {
    followers.add(new MonitorFollower(monitors));
    wiring.serve(DeviceModels.MONITORS, key -> monitors.get(wiring.pool(), key.chargerId()));
    var events =
        new EventService(
            wiring.platform(),
            wiring.pool(),
            wiring.writer(),
            new EventStore(),
            new VariableStore());
    wiring.everyMinute("deleting old device events", events::deleteOld);
    wiring.serve(DeviceModels.EVENTS, events::add);
    wiring.serve(DeviceModels.LIST_EVENTS, events::list);
  }

  public ReportedMonitors reported() {
    return monitors;
  }
}
