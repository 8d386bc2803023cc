package io.galvan.charger.devicemodel;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.CloseCommand;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandSent;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.command.Commands.OpenCommand;
import io.galvan.contract.devicemodel.DeviceModels;
import io.galvan.contract.devicemodel.DeviceModels.AttributeType;
import io.galvan.contract.devicemodel.DeviceModels.Characteristics;
import io.galvan.contract.devicemodel.DeviceModels.Mutability;
import io.galvan.contract.devicemodel.DeviceModels.Report;
import io.galvan.contract.devicemodel.DeviceModels.ReportProgress;
import io.galvan.contract.devicemodel.DeviceModels.ReportedAttribute;
import io.galvan.contract.devicemodel.DeviceModels.ReportedVariable;
import io.galvan.contract.devicemodel.DeviceModels.Variable;
import io.galvan.contract.devicemodel.DeviceModels.VariableName;
import io.galvan.contract.devicemodel.DeviceModels.VariableQuery;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.ocpp.OcppVersion;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reports and answers of stations of 2.x, and the device model kept of them. */
public abstract class DeviceModelFixture extends ChargerFixture {
  protected static ReportedVariable variable(VariableName name, String value) {
    return variable(name, "string", value, Mutability.ReadWrite, null);
  }

  protected static ReportedVariable variable(
      VariableName name,
      String dataType,
      @Nullable String value,
      Mutability mutability,
      @Nullable String valuesList) {
    return new ReportedVariable(
        name,
        List.of(new ReportedAttribute(AttributeType.Actual, value, mutability, true, false)),
        new Characteristics(dataType, null, null, null, null, valuesList, true));
  }

  protected void report(
      String id, int requestId, int seqNo, boolean more, List<ReportedVariable> part) {
    ask(DeviceModels.REPORT, new Report(id, requestId, seqNo, more, clock.instant(), part));
  }

  /** A command that the station answered. */
  protected Command answered(String id, String action, String request, String response) {
    Command command =
        ask(Commands.OPEN, new OpenCommand(id, action, OcppVersion.V2_0_1, request, null, null))
            .command();
    ask(Commands.SENT, new CommandSent(command.id(), clock.instant(), "node-1"));
    String status = new JsonObject(response).getString("status");
    return ask(
        Commands.CLOSE,
        new CloseCommand(command.id(), CommandState.Accepted, status, response, null, null));
  }

  protected void asked(String id, int requestId, String base) {
    answered(
        id,
        "GetBaseReport",
        "{\"requestId\":" + requestId + ",\"reportBase\":\"" + base + "\"}",
        "{\"status\":\"Accepted\"}");
  }

  protected List<Variable> model(String id) {
    List<Variable> all = new ArrayList<>();
    String cursor = null;
    do {
      var page =
          ask(DeviceModels.VARIABLES, new VariableQuery(id, null, null, null, null, 500, cursor));
      all.addAll(page.items());
      cursor = page.next();
    } while (cursor != null);
    return all;
  }

  protected Map<String, @Nullable String> values(String id) {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    model(id).forEach(one -> values.put(one.name().variable(), one.attributes().get(0).value()));
    return values;
  }

  protected ReportProgress progress(String id) {
    return ask(DeviceModels.REPORTS, new ChargerKey(id)).items().get(0);
  }

  protected static VariableName name(String variable) {
    return VariableName.of("OCPPCommCtrlr", variable);
  }
}
