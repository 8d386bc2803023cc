package io.galvan.central.route.v2;

import io.galvan.central.route.Caller;
import io.galvan.contract.devicemodel.DeviceModels;
import io.galvan.contract.devicemodel.DeviceModels.AttributeType;
import io.galvan.contract.devicemodel.DeviceModels.Characteristics;
import io.galvan.contract.devicemodel.DeviceModels.DeviceEvent;
import io.galvan.contract.devicemodel.DeviceModels.Monitor;
import io.galvan.contract.devicemodel.DeviceModels.MonitorKind;
import io.galvan.contract.devicemodel.DeviceModels.Mutability;
import io.galvan.contract.devicemodel.DeviceModels.ReportedAttribute;
import io.galvan.contract.devicemodel.DeviceModels.ReportedVariable;
import io.galvan.contract.devicemodel.DeviceModels.VariableName;
import io.galvan.contract.devicemodel.VariableNames;
import io.galvan.contract.registration.Chargers;
import io.galvan.ocpp.shape.Wire;
import io.galvan.ocpp.v2.EventData;
import io.galvan.ocpp.v2.MonitoringData;
import io.galvan.ocpp.v2.NotifyEventRequest;
import io.galvan.ocpp.v2.NotifyEventResponse;
import io.galvan.ocpp.v2.NotifyMonitoringReportRequest;
import io.galvan.ocpp.v2.NotifyMonitoringReportResponse;
import io.galvan.ocpp.v2.NotifyReportRequest;
import io.galvan.ocpp.v2.NotifyReportResponse;
import io.galvan.ocpp.v2.ReportData;
import io.galvan.ocpp.v2.VariableAttribute;
import io.galvan.ocpp.v2.VariableCharacteristics;
import io.galvan.ocpp.v2.VariableMonitoring;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reports and events of the device model (functional blocks B and N). A station may tell the states
 * of its connectors by events instead of StatusNotification (2.0.1 part 2, G01).
 */
final class DeviceModelRoutes {
  private static final Set<String> PLACES = Set.of("chargingstation", "evse", "connector");
  private static final String AVAILABILITY = "AvailabilityState";
  private static final String PROBLEM = "Problem";
  private static final String NO_ERROR = "NoError";
  private static final String OTHER_ERROR = "OtherError";

  private final Bus bus;

  DeviceModelRoutes(Bus bus) {
    this.bus = bus;
  }

  Future<NotifyReportResponse> notifyReport(Caller caller, NotifyReportRequest request) {
    List<ReportData> data = request.reportData() == null ? List.of() : request.reportData();
    return bus.request(
            DeviceModels.REPORT,
            new DeviceModels.Report(
                caller.chargerId(),
                request.requestId(),
                request.seqNo(),
                isTrue(request.tbc()),
                request.generatedAt().toInstant(),
                data.stream().map(DeviceModelRoutes::variable).toList()))
        .map(ok -> new NotifyReportResponse(null));
  }

  private static ReportedVariable variable(ReportData data) {
    return new ReportedVariable(
        VariableNames.of(data.component(), data.variable()),
        data.variableAttribute().stream().map(DeviceModelRoutes::attribute).toList(),
        characteristics(data.variableCharacteristics()));
  }

  private static ReportedAttribute attribute(VariableAttribute attribute) {
    return new ReportedAttribute(
        attribute.type() == null
            ? AttributeType.Actual
            : AttributeType.valueOf(attribute.type().name()),
        attribute.value(),
        attribute.mutability() == null ? null : Mutability.valueOf(attribute.mutability().name()),
        isTrue(attribute.persistent()),
        isTrue(attribute.constant()));
  }

  private static @Nullable Characteristics characteristics(@Nullable VariableCharacteristics told) {
    return told == null
        ? null
        : new Characteristics(
            Wire.text(told.dataType()),
            told.unit(),
            told.minLimit(),
            told.maxLimit(),
            told.maxElements(),
            told.valuesList(),
            told.supportsMonitoring());
  }

  Future<NotifyMonitoringReportResponse> notifyMonitoringReport(
      Caller caller, NotifyMonitoringReportRequest request) {
    List<MonitoringData> data = request.monitor() == null ? List.of() : request.monitor();
    return bus.request(
            DeviceModels.MONITORING_REPORT,
            new DeviceModels.MonitoringReport(
                caller.chargerId(),
                request.requestId(),
                request.seqNo(),
                isTrue(request.tbc()),
                request.generatedAt().toInstant(),
                data.stream()
                    .flatMap(
                        one ->
                            one.variableMonitoring().stream()
                                .map(
                                    monitor ->
                                        monitor(
                                            VariableNames.of(one.component(), one.variable()),
                                            monitor)))
                    .toList()))
        .map(ok -> new NotifyMonitoringReportResponse(null));
  }

  private static Monitor monitor(VariableName name, VariableMonitoring told) {
    return new Monitor(
        told.id(),
        name,
        Wire.text(told.type()),
        told.value(),
        told.severity(),
        told.transaction(),
        kind(told.eventNotificationType()));
  }

  /** 2.0.1 does not tell it of monitors. */
  private static @Nullable MonitorKind kind(io.galvan.ocpp.v2.@Nullable EventNotification type) {
    return type == null ? null : MonitorKind.valueOf(type.name());
  }

  Future<NotifyEventResponse> notifyEvent(Caller caller, NotifyEventRequest request) {
    List<DeviceEvent> events = request.eventData().stream().map(DeviceModelRoutes::event).toList();
    return bus.request(DeviceModels.EVENTS, new DeviceModels.Events(caller.chargerId(), events))
        .compose(ok -> tellStates(caller.chargerId(), events))
        .map(ok -> new NotifyEventResponse(null));
  }

  private static DeviceEvent event(EventData data) {
    return new DeviceEvent(
        data.eventId(),
        data.timestamp().toInstant(),
        Wire.text(data.trigger()),
        VariableNames.of(data.component(), data.variable()),
        data.actualValue(),
        data.cause(),
        data.techCode(),
        data.techInfo(),
        data.cleared(),
        data.transactionId(),
        data.variableMonitoringId(),
        kind(data.eventNotificationType()),
        data.severity());
  }

  private record Place(int evseId, int connectorId) {}

  /** What events of one message tell of one place. */
  private static final class State {
    @Nullable String availability;
    @Nullable DeviceEvent problem;
    @Nullable Instant at;
  }

  private Future<?> tellStates(String chargerId, List<DeviceEvent> events) {
    Map<Place, State> states = new LinkedHashMap<>();
    for (DeviceEvent event : events) {
      VariableName name = event.name();
      boolean availability = name.variable().equalsIgnoreCase(AVAILABILITY);
      boolean isPlace = PLACES.contains(name.component().toLowerCase(java.util.Locale.ROOT));
      if (isPlace && (availability || name.variable().equalsIgnoreCase(PROBLEM))) {
        State state =
            states.computeIfAbsent(
                new Place(name.evseId(), name.connectorId()), place -> new State());
        state.at = event.at();
        if (availability) {
          state.availability = event.actualValue();
        } else {
          state.problem = event;
        }
      }
    }
    Future<?> told = Future.succeededFuture();
    for (Map.Entry<Place, State> one : states.entrySet()) {
      told = told.compose(ok -> tell(chargerId, one.getKey(), one.getValue()));
    }
    return told;
  }

  /** A problem alone leaves the state as it is. */
  private Future<?> tell(String chargerId, Place place, State state) {
    String availability = state.availability;
    if (availability != null && !availability.isBlank()) {
      return tell(chargerId, place, state, availability);
    }
    return state.problem == null
        ? Future.succeededFuture()
        : bus.request(Chargers.GET, new Chargers.ChargerKey(chargerId))
            .compose(
                charger ->
                    charger.connectors().stream()
                        .filter(one -> one.evseId() == place.evseId())
                        .filter(one -> one.connectorId() == place.connectorId())
                        .findFirst()
                        .<Future<?>>map(one -> tell(chargerId, place, state, one.status()))
                        .orElseGet(Future::succeededFuture));
  }

  private Future<?> tell(String chargerId, Place place, State state, String status) {
    DeviceEvent problem = state.problem;
    boolean faulty =
        problem != null
            && !isTrue(problem.cleared())
            && "true".equalsIgnoreCase(problem.actualValue());
    return bus.request(
        Chargers.STATUS,
        new Chargers.ConnectorStatus(
            chargerId,
            place.evseId(),
            place.connectorId(),
            status,
            faulty ? OTHER_ERROR : NO_ERROR,
            faulty && problem != null ? problem.techInfo() : null,
            null,
            faulty && problem != null ? problem.techCode() : null,
            state.at));
  }

  private static boolean isTrue(@Nullable Boolean flag) {
    return flag != null && flag;
  }
}
