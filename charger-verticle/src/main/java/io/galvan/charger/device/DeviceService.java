package io.galvan.charger.device;

import io.galvan.charger.Follower;
import io.galvan.contract.campaign.Campaigns.Campaign;
import io.galvan.contract.campaign.Campaigns.NewCampaign;
import io.galvan.contract.devicemodel.DeviceModels;
import io.galvan.contract.policy.WantedVariables;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.service.Sweep;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.function.Function;

/** The part of the charger service that keeps device models: makes its services and serves them. */
public final class DeviceService {
  private static final int DELETED_AT_ONCE = 10_000;

  /** Answers an address; as the verticle does it. */
  public interface Server {
    <Q extends Record, R extends Record> void serve(
        BusAddress<Q, R> address, Function<Q, Future<R>> service);
  }

  /** Notes the security profile that a station will come with. */
  public interface Announce {
    Future<?> announce(SqlClient sql, String chargerId, int securityProfile);
  }

  private final Platform platform;
  private final Writer writer;
  private final VariableStore variableStore = new VariableStore();
  private final ReportStore reportStore = new ReportStore();
  private final MonitorStore monitorStore = new MonitorStore();
  private final FleetVariableStore fleetStore = new FleetVariableStore();
  private final VariableService variables;
  private final ReportService reports;
  private final EventService events;
  private final NetworkProfileService profiles;
  private final PlanService plans;
  private final WantedService wanted;

  public DeviceService(
      Platform platform,
      Pool pool,
      Writer writer,
      Announce announce,
      Function<NewCampaign, Future<Campaign>> campaigns) {
    this.platform = platform;
    this.writer = writer;
    variables = new VariableService(pool, variableStore, fleetStore, monitorStore);
    reports = new ReportService(platform, pool, writer, reportStore, variableStore, monitorStore);
    events = new EventService(platform, pool, writer, new EventStore(), variableStore);
    profiles = new NetworkProfileService(pool, new NetworkProfileStore(), announce);
    plans = new PlanService(pool, variableStore);
    wanted = new WantedService(pool, writer, new WantedStore(), fleetStore, campaigns);
  }

  /** What follows the answers to commands about variables and monitors. */
  public List<Follower> followers() {
    return List.of(
        new VariableFollower(variableStore, reportStore, reports, profiles),
        new MonitorFollower(monitorStore));
  }

  /** What is to be done every minute or so. */
  public List<Sweep.Job> jobs() {
    return List.of(
        new Sweep.Job("deleting old device events", events::deleteOld),
        new Sweep.Job("deleting old device reports", this::deleteOldReports));
  }

  private Future<?> deleteOldReports() {
    return writer.write(
        unit ->
            reportStore.deleteOld(
                unit.sql(),
                unit.now().minus(platform.settings().messageLogRetention()),
                DELETED_AT_ONCE));
  }

  /** These stations booted, so values that waited for it are in force. */
  public Future<?> booted(UnitOfWork unit, List<String> chargerIds) {
    return variableStore.clearRebootRequired(unit.sql(), chargerIds);
  }

  /** Answers the addresses of {@link DeviceModels} and {@link WantedVariables}. */
  public void serve(Server server) {
    server.serve(DeviceModels.REPORT, reports::report);
    server.serve(DeviceModels.MONITORING_REPORT, reports::monitoring);
    server.serve(DeviceModels.REPORTS, reports::list);
    server.serve(DeviceModels.INVENTORY, reports::inventory);
    server.serve(DeviceModels.EVENTS, events::add);
    server.serve(DeviceModels.LIST_EVENTS, events::list);
    server.serve(DeviceModels.VARIABLES, variables::list);
    server.serve(DeviceModels.FLEET, variables::fleet);
    server.serve(DeviceModels.MONITORS, variables::monitors);
    server.serve(DeviceModels.NETWORK_PROFILES, profiles::list);
    server.serve(DeviceModels.PLAN_READ, plans::read);
    server.serve(DeviceModels.PLAN_PARTS, plans::parts);
    server.serve(DeviceModels.PLAN_WRITE, plans::write);
    server.serve(DeviceModels.PLAN_MONITORS, plans::monitors);
    server.serve(DeviceModels.PLAN_CLEAR, plans::clear);
    server.serve(WantedVariables.LIST, wanted::list);
    server.serve(WantedVariables.GET, wanted::get);
    server.serve(WantedVariables.CREATE, wanted::create);
    server.serve(WantedVariables.REPLACE, wanted::replace);
    server.serve(WantedVariables.DELETE, wanted::delete);
    server.serve(WantedVariables.DRIFT, wanted::drift);
    server.serve(WantedVariables.REPAIR, wanted::repair);
  }
}
