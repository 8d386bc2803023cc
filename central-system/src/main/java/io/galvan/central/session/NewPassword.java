package io.galvan.central.session;

import io.galvan.ocpp.v2.Attribute;
import io.galvan.ocpp.v2.SetVariableData;
import io.galvan.ocpp.v2.SetVariableResult;
import io.galvan.ocpp.v2.SetVariableStatus;
import io.galvan.ocpp.v2.SetVariablesRequest;
import io.galvan.ocpp.v2.SetVariablesResponse;
import io.galvan.platform.contract.DeviceModels.VariableName;
import io.galvan.platform.contract.VariableNames;
import org.jspecify.annotations.Nullable;

/** The password that a station of 2.x shows from now on. */
final class NewPassword {
  private static final VariableName PASSWORD =
      VariableNames.key(VariableName.of("SecurityCtrlr", "BasicAuthPassword"));

  private NewPassword() {}

  /** The password that was set and that the station has taken; null if there is none. */
  static @Nullable String taken(SetVariablesRequest request, SetVariablesResponse answer) {
    boolean taken = false;
    for (SetVariableResult result : answer.setVariableResult()) {
      boolean isPassword =
          PASSWORD.equals(
                  VariableNames.key(VariableNames.of(result.component(), result.variable())))
              && (result.attributeType() == null || result.attributeType() == Attribute.Actual);
      // After RebootRequired the station comes back with the new one.
      taken |=
          isPassword
              && (result.attributeStatus() == SetVariableStatus.Accepted
                  || result.attributeStatus() == SetVariableStatus.RebootRequired);
    }
    String password = null;
    for (SetVariableData data : request.setVariableData()) {
      boolean isPassword =
          PASSWORD.equals(VariableNames.key(VariableNames.of(data.component(), data.variable())))
              && (data.attributeType() == null || data.attributeType() == Attribute.Actual);
      password = isPassword ? data.attributeValue() : password;
    }
    return taken ? password : null;
  }
}
