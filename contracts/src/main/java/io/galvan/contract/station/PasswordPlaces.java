package io.galvan.contract.station;

import io.galvan.contract.devicemodel.DeviceModels.VariableName;
import io.galvan.contract.devicemodel.VariableNames;
import io.galvan.ocpp.v2.Component;
import io.galvan.ocpp.v2.Variable;
import org.jspecify.annotations.Nullable;

/**
 * Where a charging station keeps a password that it shows to the central system: the one it uses
 * now, or one in a connection profile, which it uses with that profile.
 */
public final class PasswordPlaces {
  /** AuthorizationKey of 1.6, SecurityCtrlr.BasicAuthPassword of 2.x. */
  public static final String STATION = "station";

  private static final VariableName PASSWORD =
      VariableNames.key(VariableName.of("SecurityCtrlr", "BasicAuthPassword"));

  private static final String PROFILE = "networkconfiguration";

  private PasswordPlaces() {}

  /** The place in the connection profile of a slot (2.0.1 part 2, B09). */
  public static String slot(String configurationSlot) {
    return "slot " + configurationSlot;
  }

  /** The place that a variable of 2.x is; null when it is no password of the station. */
  public static @Nullable String of(Component component, Variable variable) {
    VariableName name = VariableNames.key(VariableNames.of(component, variable));
    if (PASSWORD.equals(name)) {
      return STATION;
    }
    boolean ofProfile =
        name.component().equals(PROFILE) && name.variable().equals(PASSWORD.variable());
    return ofProfile ? slot(String.valueOf(name.componentInstance())) : null;
  }
}
