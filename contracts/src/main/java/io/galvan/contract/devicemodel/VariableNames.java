package io.galvan.contract.devicemodel;

import io.galvan.contract.devicemodel.DeviceModels.VariableName;
import io.galvan.ocpp.v2.Component;
import io.galvan.ocpp.v2.EVSE;
import io.galvan.ocpp.v2.Variable;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A variable's name as one, and as the component and the variable of OCPP 2.x. */
public final class VariableNames {
  /** Variables whose values nobody is told, whatever a station says of their mutability. */
  private static final Pattern SECRET =
      Pattern.compile("password|sharedsecret|simpin|vpnkey|privatekey", Pattern.CASE_INSENSITIVE);

  private VariableNames() {}

  public static VariableName of(Component component, Variable variable) {
    EVSE evse = component.evse();
    Integer connectorId = evse == null ? null : evse.connectorId();
    return new VariableName(
        component.name(),
        component.instance(),
        evse == null ? 0 : evse.id(),
        connectorId == null ? 0 : connectorId,
        variable.name(),
        variable.instance());
  }

  public static Component component(VariableName name) {
    EVSE evse =
        name.evseId() == 0
            ? null
            : new EVSE(name.connectorId() == 0 ? null : name.connectorId(), name.evseId(), null);
    return new Component(evse, name.componentInstance(), name.component(), null);
  }

  public static Variable variable(VariableName name) {
    return new Variable(name.variableInstance(), name.variable(), null);
  }

  /** Whether the variable holds a password, a PIN or a key. */
  public static boolean isSecret(String variable) {
    return SECRET.matcher(variable).find();
  }

  /** The same for two spellings of one name. */
  public static VariableName key(VariableName name) {
    return new VariableName(
        lower(name.component()),
        lower(name.componentInstance()),
        name.evseId(),
        name.connectorId(),
        lower(name.variable()),
        lower(name.variableInstance()));
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }
}
