package io.galvan.contract.devicemodel;

import io.galvan.contract.policy.WantedVariables;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The device model of stations of OCPP 2.x (2.0.1 part 1, 4): components and variables as they
 * reported them, what watches them, what they told of them. Wanted values: {@link WantedVariables}.
 */
public final class DeviceModels {
  public static final BusAddress<Report, Done> REPORT =
      new BusAddress<>("device.report", Report.class, Done.class);
  public static final BusAddress<MonitoringReport, Done> MONITORING_REPORT =
      new BusAddress<>("device.monitoring-report", MonitoringReport.class, Done.class);
  public static final BusAddress<Events, Done> EVENTS =
      new BusAddress<>("device.events", Events.class, Done.class);

  public static final BusAddress<VariableQuery, VariablePage> VARIABLES =
      new BusAddress<>("device.variables", VariableQuery.class, VariablePage.class);
  public static final BusAddress<FleetQuery, FleetPage> FLEET =
      new BusAddress<>("device.fleet", FleetQuery.class, FleetPage.class);
  public static final BusAddress<ChargerKey, Monitors> MONITORS =
      new BusAddress<>("device.monitors", ChargerKey.class, Monitors.class);
  public static final BusAddress<EventQuery, EventPage> LIST_EVENTS =
      new BusAddress<>("device.events.list", EventQuery.class, EventPage.class);
  public static final BusAddress<ChargerKey, Reports> REPORTS =
      new BusAddress<>("device.reports", ChargerKey.class, Reports.class);
  public static final BusAddress<ChargerKey, NetworkProfiles> NETWORK_PROFILES =
      new BusAddress<>("device.network-profiles", ChargerKey.class, NetworkProfiles.class);

  public static final BusAddress<PlanRead, Plan> PLAN_READ =
      new BusAddress<>("device.plan.read", PlanRead.class, Plan.class);
  public static final BusAddress<PlanWrite, Plan> PLAN_WRITE =
      new BusAddress<>("device.plan.write", PlanWrite.class, Plan.class);
  public static final BusAddress<PlanMonitors, Plan> PLAN_MONITORS =
      new BusAddress<>("device.plan.monitors", PlanMonitors.class, Plan.class);
  public static final BusAddress<PlanClear, Plan> PLAN_CLEAR =
      new BusAddress<>("device.plan.clear", PlanClear.class, Plan.class);
  public static final BusAddress<PlanParts, Plan> PLAN_PARTS =
      new BusAddress<>("device.plan.parts", PlanParts.class, Plan.class);
  public static final BusAddress<ChargerKey, Inventory> INVENTORY =
      new BusAddress<>("device.inventory", ChargerKey.class, Inventory.class);

  private DeviceModels() {}

  /** Which of a variable's values (2.0.1 part 2, AttributeEnumType). */
  public enum AttributeType {
    Actual,
    Target,
    MinSet,
    MaxSet
  }

  public enum Mutability {
    ReadOnly,
    WriteOnly,
    ReadWrite
  }

  /**
   * A variable's full name at its station. Names compare without regard to letter case.
   *
   * @param evseId 0: the component belongs to the station as a whole
   * @param connectorId 0: the component belongs to the EVSE as a whole
   */
  public record VariableName(
      String component,
      @Nullable String componentInstance,
      int evseId,
      int connectorId,
      String variable,
      @Nullable String variableInstance) {
    /** A variable of the station as a whole, without instances. */
    public static VariableName of(String component, String variable) {
      return new VariableName(component, null, 0, 0, variable, null);
    }

    /** As {@link #of}, of one instance. */
    public static VariableName of(String component, String variable, String instance) {
      return new VariableName(component, null, 0, 0, variable, instance);
    }
  }

  /**
   * @param dataType the standard's text, e.g. boolean or OptionList
   * @param valuesList what a list or option may hold, with commas
   * @param maxElements of a list, since 2.1
   */
  public record Characteristics(
      String dataType,
      @Nullable String unit,
      @Nullable BigDecimal minLimit,
      @Nullable BigDecimal maxLimit,
      @Nullable Integer maxElements,
      @Nullable String valuesList,
      boolean supportsMonitoring) {}

  /**
   * @param mutability null: not said, which is ReadWrite
   */
  public record ReportedAttribute(
      AttributeType type,
      @Nullable String value,
      @Nullable Mutability mutability,
      boolean persistent,
      boolean constant) {}

  public record ReportedVariable(
      VariableName name,
      List<ReportedAttribute> attributes,
      @Nullable Characteristics characteristics) {}

  /**
   * One part of a report of variables.
   *
   * @param more further parts follow
   */
  public record Report(
      String chargerId,
      int requestId,
      int seqNo,
      boolean more,
      @Nullable Instant generatedAt,
      List<ReportedVariable> variables) {}

  /** Where a monitor comes from (2.1 EventNotificationEnumType). */
  public enum MonitorKind {
    HardWiredNotification,
    HardWiredMonitor,
    PreconfiguredMonitor,
    CustomMonitor
  }

  /**
   * @param type the standard's text, e.g. UpperThreshold
   * @param transaction it watches only while a transaction runs
   * @param kind null: 2.0.1 does not tell
   */
  public record Monitor(
      int id,
      VariableName name,
      String type,
      BigDecimal value,
      int severity,
      boolean transaction,
      @Nullable MonitorKind kind) {}

  /** One part of a report of monitors. */
  public record MonitoringReport(
      String chargerId,
      int requestId,
      int seqNo,
      boolean more,
      @Nullable Instant generatedAt,
      List<Monitor> monitors) {}

  /**
   * A monitor as stored.
   *
   * @param updatedAt when the station last told of it
   */
  public record StoredMonitor(Monitor monitor, Instant updatedAt) {}

  /**
   * @param base the MonitoringBase the station accepted last
   * @param level the severity up to which it reports events, as it accepted it last
   */
  public record Monitors(
      String chargerId,
      @Nullable String base,
      @Nullable Integer level,
      List<StoredMonitor> items) {}

  /**
   * Something that happened to a variable (2.0.1 EventDataType).
   *
   * @param trigger Alerting, Delta or Periodic
   * @param cause the event this one follows from
   * @param severity since 2.1
   */
  public record DeviceEvent(
      int eventId,
      @Nullable Instant at,
      String trigger,
      VariableName name,
      @Nullable String actualValue,
      @Nullable Integer cause,
      @Nullable String techCode,
      @Nullable String techInfo,
      @Nullable Boolean cleared,
      @Nullable String stationTransactionId,
      @Nullable Integer monitorId,
      @Nullable MonitorKind kind,
      @Nullable Integer severity) {}

  public record Events(String chargerId, List<DeviceEvent> items) {}

  public record StoredEvent(String chargerId, DeviceEvent event, Instant storedAt) {}

  /**
   * @param chargerId null: of all stations
   * @param cleared null: both
   */
  public record EventQuery(
      @Nullable String chargerId,
      @Nullable String component,
      @Nullable String variable,
      @Nullable String trigger,
      @Nullable Boolean cleared,
      int limit,
      @Nullable String cursor) {}

  public record EventPage(List<StoredEvent> items, @Nullable String next) {}

  /**
   * @param secret it has a value that nobody is told
   * @param rebootRequired the value waits for a reboot
   */
  public record Attribute(
      AttributeType type,
      @Nullable String value,
      Mutability mutability,
      boolean persistent,
      boolean constant,
      boolean secret,
      boolean rebootRequired,
      Instant updatedAt) {}

  public record Variable(
      VariableName name, @Nullable Characteristics characteristics, List<Attribute> attributes) {}

  /**
   * @param search part of a component's or a variable's name or of a value
   */
  public record VariableQuery(
      String chargerId,
      @Nullable String component,
      @Nullable String variable,
      @Nullable Integer evseId,
      @Nullable String search,
      int limit,
      @Nullable String cursor) {}

  public record VariablePage(List<Variable> items, @Nullable String next) {}

  /**
   * A variable across the fleet.
   *
   * @param value only these
   */
  public record FleetQuery(
      String component,
      String variable,
      @Nullable AttributeType type,
      @Nullable String value,
      int limit,
      @Nullable String cursor) {}

  /**
   * @param value null: none is known
   */
  public record ValueCount(@Nullable String value, long stations, long variables) {}

  public record FleetVariable(
      String chargerId, VariableName name, AttributeType type, @Nullable String value) {}

  /**
   * @param values the most frequent ones, of all stations; only with the first page
   */
  public record FleetPage(
      List<ValueCount> values, List<FleetVariable> items, @Nullable String next) {}

  public enum ReportKind {
    Variables,
    Monitors
  }

  public enum ReportState {
    /** The station said that it will not, or that there is nothing to tell. */
    Refused,
    /** Asked for or under way. */
    Running,
    /** All parts came. */
    Complete,
    /** No part has come for long, and some are missing. */
    Incomplete
  }

  /**
   * How far a report has come.
   *
   * @param base FullInventory, ConfigurationInventory or SummaryInventory; null: of chosen ones, or
   *     not asked for by us
   * @param status the station's answer to the request
   * @param missing the parts that are missing, as ranges of seqNo; empty if none is known to
   */
  public record ReportProgress(
      int requestId,
      ReportKind kind,
      @Nullable String base,
      @Nullable String status,
      ReportState state,
      int parts,
      long items,
      String missing,
      Instant requestedAt,
      Instant updatedAt,
      @Nullable Instant completedAt) {}

  public record Reports(List<ReportProgress> items) {}

  /**
   * @param profile as sent, as JSON, without its passwords
   */
  public record NetworkProfile(int slot, String profile, Instant updatedAt) {}

  public record NetworkProfiles(List<NetworkProfile> items) {}

  /** Which variable is to be read. */
  public record Wish(VariableName name, @Nullable AttributeType type) {}

  public record PlanRead(String chargerId, List<Wish> wishes) {}

  public record NewValue(VariableName name, @Nullable AttributeType type, String value) {}

  /**
   * @param version that the station speaks; null: not known
   */
  public record PlanWrite(String chargerId, @Nullable OcppVersion version, List<NewValue> values) {}

  /**
   * @param id of the monitor to replace; null: a new one
   */
  public record NewMonitor(
      VariableName name,
      @Nullable Integer id,
      String type,
      BigDecimal value,
      int severity,
      @Nullable Boolean transaction) {}

  public record PlanMonitors(String chargerId, List<NewMonitor> monitors) {}

  public record PlanClear(String chargerId, List<Integer> ids) {}

  /**
   * A command as it was given, to be cut to what the station is known to take at once.
   *
   * @param action GetVariables or SetVariables
   */
  public record PlanParts(String chargerId, String action, String payload) {}

  /**
   * The payloads to send one after the other, each within what the station takes at once.
   *
   * @param limits variables that tell how much the station takes, which are not known yet and
   *     matter here: read them and plan again
   */
  public record Plan(List<String> payloads, List<Wish> limits) {}

  /**
   * Whether the station's whole model is to be asked for, as after a boot with other firmware.
   *
   * @param requestId one that was not used yet
   */
  public record Inventory(boolean wanted, int requestId) {}
}
