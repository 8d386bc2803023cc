package io.galvan.simulator.station2;

import io.galvan.ocpp.rpc.ErrorCode;
import io.galvan.ocpp.v2.Attribute;
import io.galvan.ocpp.v2.ClearMonitoringResult;
import io.galvan.ocpp.v2.ClearVariableMonitoringRequest;
import io.galvan.ocpp.v2.ClearVariableMonitoringResponse;
import io.galvan.ocpp.v2.DiagnosticsActions;
import io.galvan.ocpp.v2.GenericDeviceModelStatus;
import io.galvan.ocpp.v2.GenericStatus;
import io.galvan.ocpp.v2.GetBaseReportRequest;
import io.galvan.ocpp.v2.GetBaseReportResponse;
import io.galvan.ocpp.v2.GetMonitoringReportRequest;
import io.galvan.ocpp.v2.GetMonitoringReportResponse;
import io.galvan.ocpp.v2.GetReportRequest;
import io.galvan.ocpp.v2.GetReportResponse;
import io.galvan.ocpp.v2.GetVariableData;
import io.galvan.ocpp.v2.GetVariableResult;
import io.galvan.ocpp.v2.GetVariableStatus;
import io.galvan.ocpp.v2.GetVariablesRequest;
import io.galvan.ocpp.v2.GetVariablesResponse;
import io.galvan.ocpp.v2.MonitoringData;
import io.galvan.ocpp.v2.ProvisioningActions;
import io.galvan.ocpp.v2.SetMonitoringBaseRequest;
import io.galvan.ocpp.v2.SetMonitoringBaseResponse;
import io.galvan.ocpp.v2.SetMonitoringData;
import io.galvan.ocpp.v2.SetMonitoringLevelRequest;
import io.galvan.ocpp.v2.SetMonitoringLevelResponse;
import io.galvan.ocpp.v2.SetMonitoringResult;
import io.galvan.ocpp.v2.SetVariableData;
import io.galvan.ocpp.v2.SetVariableMonitoringRequest;
import io.galvan.ocpp.v2.SetVariableMonitoringResponse;
import io.galvan.ocpp.v2.SetVariableResult;
import io.galvan.ocpp.v2.SetVariableStatus;
import io.galvan.ocpp.v2.SetVariablesRequest;
import io.galvan.ocpp.v2.SetVariablesResponse;
import io.galvan.simulator.station.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the central system wants of the device model (OCPP 2.x, B05 to B08, N02 to N06). */
final class ModelCommands {
  private static final int LOWEST_SEVERITY = 9;

  private final Station2 station;
  private final DeviceModel model;
  private final Reports reports;

  ModelCommands(Station2 station, Reports reports) {
    this.station = station;
    this.model = station.model();
    this.reports = reports;
  }

  void register(Commands table) {
    table.route(DiagnosticsActions.CLEAR_VARIABLE_MONITORING, this::clearVariableMonitoring);
    table.route(ProvisioningActions.GET_BASE_REPORT, this::getBaseReport);
    table.route(DiagnosticsActions.GET_MONITORING_REPORT, this::getMonitoringReport);
    table.route(ProvisioningActions.GET_REPORT, this::getReport);
    table.route(ProvisioningActions.GET_VARIABLES, this::getVariables);
    table.route(DiagnosticsActions.SET_MONITORING_BASE, this::setMonitoringBase);
    table.route(DiagnosticsActions.SET_MONITORING_LEVEL, this::setMonitoringLevel);
    table.route(DiagnosticsActions.SET_VARIABLE_MONITORING, this::setVariableMonitoring);
    table.route(ProvisioningActions.SET_VARIABLES, this::setVariables);
  }

  private boolean tooMany(int items, String action) {
    String component = action.contains("Monitoring") ? "MonitoringCtrlr" : "DeviceDataCtrlr";
    return items > model.number(component + ".ItemsPerMessage[" + action + "]");
  }

  private static Answer tooMany() {
    return Answer.error(ErrorCode.OccurrenceConstraintViolation, "more than ItemsPerMessage");
  }

  private Answer getVariables(GetVariablesRequest request) {
    return tooMany(request.getVariableData().size(), "GetVariables")
        ? tooMany()
        : Answer.of(
            new GetVariablesResponse(
                request.getVariableData().stream().map(this::get).toList(), null));
  }

  private GetVariableResult get(GetVariableData wanted) {
    Attribute type = wanted.attributeType() == null ? Attribute.Actual : wanted.attributeType();
    Optional<ModelVariable> found = model.find(wanted.component(), wanted.variable());
    GetVariableStatus status;
    if (found.isEmpty()) {
      status =
          model.knows(wanted.component())
              ? GetVariableStatus.UnknownVariable
              : GetVariableStatus.UnknownComponent;
    } else if (!found.get().has(type)) {
      status = GetVariableStatus.NotSupportedAttributeType;
    } else {
      status = found.get().readable() ? GetVariableStatus.Accepted : GetVariableStatus.Rejected;
    }
    return new GetVariableResult(
        status,
        status == GetVariableStatus.Rejected ? Why.of("WriteOnly") : null,
        wanted.attributeType(),
        status == GetVariableStatus.Accepted ? found.get().value(type) : null,
        wanted.component(),
        wanted.variable(),
        null);
  }

  private Answer setVariables(SetVariablesRequest request) {
    if (tooMany(request.setVariableData().size(), "SetVariables")) {
      return tooMany();
    }
    List<ModelVariable> changed = new ArrayList<>();
    List<SetVariableResult> results = new ArrayList<>();
    for (SetVariableData wanted : request.setVariableData()) {
      results.add(set(wanted, changed));
    }
    return Answer.of(new SetVariablesResponse(results, null))
        .then(() -> changed.forEach(model::changed));
  }

  private SetVariableResult set(SetVariableData wanted, List<ModelVariable> changed) {
    Attribute type = wanted.attributeType() == null ? Attribute.Actual : wanted.attributeType();
    Optional<ModelVariable> found = model.find(wanted.component(), wanted.variable());
    SetVariableStatus status;
    if (found.isEmpty()) {
      status =
          model.knows(wanted.component())
              ? SetVariableStatus.UnknownVariable
              : SetVariableStatus.UnknownComponent;
    } else {
      status = found.get().set(type, wanted.attributeValue());
      if (status == SetVariableStatus.Accepted) {
        changed.add(found.get());
      }
    }
    boolean readOnly = found.isPresent() && !found.get().writable();
    return new SetVariableResult(
        status,
        status == SetVariableStatus.Rejected
            ? Why.of(readOnly ? "ReadOnly" : "InvalidValue")
            : null,
        wanted.attributeType(),
        wanted.component(),
        wanted.variable(),
        null);
  }

  private Answer getBaseReport(GetBaseReportRequest request) {
    List<ModelVariable> found = reports.base(request);
    GenericDeviceModelStatus status = reports.status(found);
    Answer answer = Answer.of(new GetBaseReportResponse(status, null, null));
    return status == GenericDeviceModelStatus.Accepted
        ? answer.then(() -> reports.send(request.requestId(), found))
        : answer;
  }

  private Answer getReport(GetReportRequest request) {
    List<ModelVariable> found = reports.custom(request);
    GenericDeviceModelStatus status = reports.status(found);
    Answer answer = Answer.of(new GetReportResponse(status, null, null));
    return status == GenericDeviceModelStatus.Accepted
        ? answer.then(() -> reports.send(request.requestId(), found))
        : answer;
  }

  private Answer getMonitoringReport(GetMonitoringReportRequest request) {
    List<MonitoringData> found = reports.monitors(request);
    if (found.isEmpty()) {
      return Answer.of(
          new GetMonitoringReportResponse(GenericDeviceModelStatus.EmptyResultSet, null, null));
    }
    return Answer.of(new GetMonitoringReportResponse(GenericDeviceModelStatus.Accepted, null, null))
        .then(() -> reports.sendMonitors(request.requestId(), found));
  }

  private Answer setVariableMonitoring(SetVariableMonitoringRequest request) {
    if (tooMany(request.setMonitoringData().size(), "SetVariableMonitoring")) {
      return tooMany();
    }
    List<SetMonitoringResult> results = new ArrayList<>();
    for (SetMonitoringData wanted : request.setMonitoringData()) {
      Monitors.Result result = station.monitors().set(wanted);
      results.add(
          new SetMonitoringResult(
              wanted.component(),
              result.id(),
              wanted.severity(),
              result.status(),
              null,
              wanted.type(),
              wanted.variable(),
              null));
    }
    return Answer.of(new SetVariableMonitoringResponse(results, null))
        .then(station.monitors()::touch);
  }

  private Answer clearVariableMonitoring(ClearVariableMonitoringRequest request) {
    if (tooMany(request.id().size(), "ClearVariableMonitoring")) {
      return tooMany();
    }
    return Answer.of(
        new ClearVariableMonitoringResponse(
            request.id().stream()
                .map(id -> new ClearMonitoringResult(id, station.monitors().clear(id), null, null))
                .toList(),
            null));
  }

  private Answer setMonitoringBase(SetMonitoringBaseRequest request) {
    station.monitors().base(request.monitoringBase());
    return Answer.of(new SetMonitoringBaseResponse(GenericDeviceModelStatus.Accepted, null, null));
  }

  private Answer setMonitoringLevel(SetMonitoringLevelRequest request) {
    boolean known = request.severity() >= 0 && request.severity() <= LOWEST_SEVERITY;
    if (known) {
      station.monitors().level(request.severity());
    }
    return Answer.of(
        new SetMonitoringLevelResponse(
            known ? GenericStatus.Accepted : GenericStatus.Rejected, null, null));
  }
}
