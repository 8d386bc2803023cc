package io.galvan.central.session;

import io.galvan.ocpp.v2.Attribute;
import io.galvan.ocpp.v2.NetworkConnectionProfile;
import io.galvan.ocpp.v2.SetNetworkProfileRequest;
import io.galvan.ocpp.v2.SetVariableData;
import io.galvan.ocpp.v2.SetVariableResult;
import io.galvan.ocpp.v2.SetVariableStatus;
import io.galvan.ocpp.v2.SetVariablesRequest;
import io.galvan.ocpp.v2.SetVariablesResponse;
import io.galvan.platform.contract.DeviceModels.VariableName;
import io.galvan.platform.contract.Identities;
import io.galvan.platform.contract.VariableNames;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The password that a station of 2.x shows from now on, or with its next connection profile. */
final class NewPassword {
  private static final VariableName PASSWORD =
      VariableNames.key(VariableName.of("SecurityCtrlr", "BasicAuthPassword"));

  private static final VariableName PROFILE =
      VariableNames.key(VariableName.of("NetworkConfiguration", "BasicAuthPassword"));

  private NewPassword() {}

  /** The password that was set and that the station has taken; null if there is none. */
  static @Nullable String taken(SetVariablesRequest request, SetVariablesResponse answer) {
    return taken(request, answer, PASSWORD::equals);
  }

  /**
   * The same of a connection profile that is set variable by variable (2.1): the station uses it
   * once it uses the profile.
   */
  static @Nullable String ofProfile(SetVariablesRequest request, SetVariablesResponse answer) {
    return taken(
        request,
        answer,
        name ->
            name.component().equals(PROFILE.component())
                && name.variable().equals(PASSWORD.variable()));
  }

  /** The password of a connection profile, unless the profile is another identity's. */
  static @Nullable String ofProfile(SetNetworkProfileRequest request, String chargerId) {
    NetworkConnectionProfile profile = request.connectionData();
    return profile.identity() == null || Identities.same(profile.identity(), chargerId)
        ? profile.basicAuthPassword()
        : null;
  }

  private static @Nullable String taken(
      SetVariablesRequest request, SetVariablesResponse answer, Predicate<VariableName> which) {
    boolean taken = false;
    for (SetVariableResult result : answer.setVariableResult()) {
      boolean isPassword =
          which.test(VariableNames.key(VariableNames.of(result.component(), result.variable())))
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
          which.test(VariableNames.key(VariableNames.of(data.component(), data.variable())))
              && (data.attributeType() == null || data.attributeType() == Attribute.Actual);
      password = isPassword ? data.attributeValue() : password;
    }
    return taken ? password : null;
  }
}
