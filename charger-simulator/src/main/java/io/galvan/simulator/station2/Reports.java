package io.galvan.simulator.station2;

import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.v2.Component;
import io.galvan.ocpp.v2.ComponentCriterion;
import io.galvan.ocpp.v2.ComponentVariable;
import io.galvan.ocpp.v2.DiagnosticsActions;
import io.galvan.ocpp.v2.EVSE;
import io.galvan.ocpp.v2.GenericDeviceModelStatus;
import io.galvan.ocpp.v2.GetBaseReportRequest;
import io.galvan.ocpp.v2.GetMonitoringReportRequest;
import io.galvan.ocpp.v2.GetReportRequest;
import io.galvan.ocpp.v2.MonitoringData;
import io.galvan.ocpp.v2.NotifyMonitoringReportRequest;
import io.galvan.ocpp.v2.NotifyReportRequest;
import io.galvan.ocpp.v2.ProvisioningActions;
import io.galvan.ocpp.v2.ReportBase;
import io.galvan.ocpp.v2.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Reports of the device model and of monitors, in parts (OCPP 2.x, B07, B08, N02). */
final class Reports {
  private static final Set<String> SUMMARY =
      Set.of("AvailabilityState", "Available", "Active", "Enabled", "Problem", "Tripped");

  private final Station2 station;
  private final DeviceModel model;

  Reports(Station2 station) {
    this.station = station;
    this.model = station.model();
  }

  /** Whether a variable is what is asked for; what is left out matches all. */
  static boolean matches(ModelVariable each, ComponentVariable wanted) {
    return matches(each.component(), wanted.component())
        && (wanted.variable() == null || matches(each.variable(), wanted.variable()));
  }

  private static boolean matches(Component own, Component wanted) {
    EVSE ownEvse = own.evse();
    EVSE evse = wanted.evse();
    return own.name().equalsIgnoreCase(wanted.name())
        && (wanted.instance() == null || wanted.instance().equalsIgnoreCase(own.instance()))
        && (evse == null
            || ownEvse != null
                && ownEvse.id() == evse.id()
                && (evse.connectorId() == null
                    || evse.connectorId().equals(ownEvse.connectorId())));
  }

  private static boolean matches(Variable own, Variable wanted) {
    return own.name().equalsIgnoreCase(wanted.name())
        && (wanted.instance() == null || wanted.instance().equalsIgnoreCase(own.instance()));
  }

  /** GetBaseReport: what it is answered. */
  GenericDeviceModelStatus status(List<ModelVariable> found) {
    return found.isEmpty()
        ? GenericDeviceModelStatus.EmptyResultSet
        : GenericDeviceModelStatus.Accepted;
  }

  List<ModelVariable> base(GetBaseReportRequest request) {
    return model.all().stream()
        .filter(
            each ->
                request.reportBase() == ReportBase.FullInventory
                    || request.reportBase() == ReportBase.ConfigurationInventory && each.writable()
                    || request.reportBase() == ReportBase.SummaryInventory
                        && SUMMARY.contains(each.variable().name()))
        .toList();
  }

  List<ModelVariable> custom(GetReportRequest request) {
    return model.all().stream()
        .filter(
            each ->
                request.componentVariable() == null
                    || request.componentVariable().stream()
                        .anyMatch(wanted -> matches(each, wanted)))
        .filter(
            each ->
                request.componentCriteria() == null
                    || request.componentCriteria().stream()
                        .anyMatch(wanted -> meets(each.component(), wanted)))
        .toList();
  }

  /** A component that has no such variable counts as active, available and enabled (B08.FR.11). */
  private boolean meets(Component component, ComponentCriterion criterion) {
    return model
        .find(component, new Variable(null, criterion.name(), null))
        .map(each -> Boolean.parseBoolean(each.value()))
        .orElse(criterion != ComponentCriterion.Problem);
  }

  /** Sends a report, a part when the one before is answered. */
  void send(int requestId, List<ModelVariable> found) {
    inParts(
        found,
        (part, more) ->
            seqNo ->
                new NotifyReportRequest(
                    requestId,
                    station.timeline().timestamp(),
                    part.stream().map(ModelVariable::report).toList(),
                    more ? true : null,
                    seqNo,
                    null),
        ProvisioningActions.NOTIFY_REPORT);
  }

  /** The monitors that are asked for, by their variables. */
  List<MonitoringData> monitors(GetMonitoringReportRequest request) {
    Map<ModelVariable, List<Watch>> byVariable = new LinkedHashMap<>();
    station
        .monitors()
        .matching(request.componentVariable(), request.monitoringCriteria())
        .forEach(
            each -> byVariable.computeIfAbsent(each.variable(), v -> new ArrayList<>()).add(each));
    List<MonitoringData> data = new ArrayList<>();
    byVariable.forEach(
        (variable, watches) ->
            data.add(
                new MonitoringData(
                    variable.component(),
                    variable.variable(),
                    watches.stream().map(Watch::report).toList(),
                    null)));
    return data;
  }

  /** Sends a report of monitors. */
  void sendMonitors(int requestId, List<MonitoringData> found) {
    inParts(
        found,
        (part, more) ->
            seqNo ->
                new NotifyMonitoringReportRequest(
                    part,
                    requestId,
                    more ? true : null,
                    seqNo,
                    station.timeline().timestamp(),
                    null),
        DiagnosticsActions.NOTIFY_MONITORING_REPORT);
  }

  private <T, Q extends Record> void inParts(
      List<T> all,
      BiFunction<List<T>, Boolean, Function<Integer, Q>> payload,
      Action<Q, ?> action) {
    part(all, 0, 0, payload, action);
  }

  private <T, Q extends Record> void part(
      List<T> all,
      int from,
      int seqNo,
      BiFunction<List<T>, Boolean, Function<Integer, Q>> payload,
      Action<Q, ?> action) {
    int items = model.number("DeviceDataCtrlr.ItemsPerMessage[GetReport]");
    int to = Math.min(all.size(), from + items);
    boolean more = to < all.size();
    station
        .report(action, payload.apply(all.subList(from, to), more).apply(seqNo))
        .onSuccess(
            answered -> {
              if (more) {
                part(all, to, seqNo + 1, payload, action);
              }
            });
  }
}
