package io.galvan.central.automation;

import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.devicemodel.DeviceModels.VariableName;
import io.galvan.contract.devicemodel.VariableNames;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.shape.Violation;
import io.galvan.ocpp.v2.SetVariableData;
import io.galvan.ocpp.v2.SetVariableResult;
import io.galvan.ocpp.v2.SetVariableStatus;
import io.galvan.ocpp.v2.SetVariablesRequest;
import io.galvan.ocpp.v2.SetVariablesResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which values of variables a station refused, by the newest commands that were sent to it. */
final class PastVariables {
  private record Said(VariableName name, String value) {}

  private final Set<Said> refused = new HashSet<>();

  /**
   * @param newestFirst of one station
   */
  PastVariables(List<Command> newestFirst) {
    Set<Said> known = new HashSet<>();
    for (Command command : newestFirst) {
      if (command.action().equals("SetVariables")) {
        read(command, known);
      }
    }
  }

  /** Only the station's last word on a value counts. */
  private void read(Command command, Set<Said> known) {
    String answer = command.response();
    boolean error = answer == null && command.errorCode() != null;
    if (answer == null && !error) {
      return;
    }
    try {
      List<SetVariableData> asked =
          Shape.of(SetVariablesRequest.class)
              .read(command.request(), Reading.TOLERANT, new ArrayList<>())
              .setVariableData();
      List<SetVariableResult> results =
          answer == null
              ? List.of()
              : Shape.of(SetVariablesResponse.class)
                  .read(answer, Reading.TOLERANT, new ArrayList<>())
                  .setVariableResult();
      for (SetVariableData one : asked) {
        VariableName name = key(VariableNames.of(one.component(), one.variable()));
        Said said = new Said(name, one.attributeValue());
        if (known.add(said) && !taken(results, name)) {
          refused.add(said);
        }
      }
    } catch (Violation e) {
      // What cannot be read tells nothing.
    }
  }

  private static boolean taken(List<SetVariableResult> results, VariableName name) {
    return results.stream()
        .filter(one -> key(VariableNames.of(one.component(), one.variable())).equals(name))
        .anyMatch(
            one ->
                one.attributeStatus() == SetVariableStatus.Accepted
                    || one.attributeStatus() == SetVariableStatus.RebootRequired);
  }

  private static VariableName key(VariableName name) {
    return VariableNames.key(name);
  }

  /** Whether the station's last word on this value was a no. */
  boolean isRefused(VariableName name, String value) {
    return refused.contains(new Said(key(name), value));
  }
}
