package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.Attribute;
import io.galvan.ocpp.v2.Component;
import io.galvan.ocpp.v2.Data;
import io.galvan.ocpp.v2.EVSE;
import io.galvan.ocpp.v2.Mutability;
import io.galvan.ocpp.v2.ReportData;
import io.galvan.ocpp.v2.SetVariableStatus;
import io.galvan.ocpp.v2.Variable;
import io.galvan.ocpp.v2.VariableAttribute;
import io.galvan.ocpp.v2.VariableCharacteristics;
import io.galvan.simulator.station.StationModel;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One variable of a component, with its attributes and characteristics. */
final class ModelVariable {
  private static final int LONGEST_VALUE = 1_000;

  private final Component component;
  private final Variable variable;
  private final VariableCharacteristics characteristics;
  private final Mutability mutability;
  private final boolean constant;
  private final boolean needsReboot;
  private final Map<Attribute, String> others = new EnumMap<>(Attribute.class);
  private volatile String value;
  private @Nullable Supplier<String> live;

  ModelVariable(
      Component component,
      Variable variable,
      VariableCharacteristics characteristics,
      Mutability mutability,
      boolean constant,
      boolean needsReboot,
      String value) {
    this.component = component;
    this.variable = variable;
    this.characteristics = characteristics;
    this.mutability = mutability;
    this.constant = constant;
    this.needsReboot = needsReboot;
    this.value = value;
  }

  /** A text that only one maker has. */
  static ModelVariable own(Component component, Variable variable, StationModel.Own own) {
    return new ModelVariable(
        component,
        variable,
        new VariableCharacteristics(Data.string, null, null, null, false, null, null, null),
        own.readOnly() ? Mutability.ReadOnly : Mutability.ReadWrite,
        false,
        false,
        own.value());
  }

  Component component() {
    return component;
  }

  Variable variable() {
    return variable;
  }

  VariableCharacteristics characteristics() {
    return characteristics;
  }

  /** Its name among all, such as {@code EVSE#1.Power} or {@code X.ItemsPerMessage[Y]}. */
  String path() {
    EVSE evse = component.evse();
    return component.name()
        + (component.instance() == null ? "" : "@" + component.instance())
        + (evse == null ? "" : "#" + evse.id())
        + (evse == null || evse.connectorId() == null ? "" : "/" + evse.connectorId())
        + "."
        + variable.name()
        + (variable.instance() == null ? "" : "[" + variable.instance() + "]");
  }

  boolean readable() {
    return mutability != Mutability.WriteOnly;
  }

  boolean writable() {
    return mutability != Mutability.ReadOnly;
  }

  boolean numeric() {
    return characteristics.dataType() == Data.integer || characteristics.dataType() == Data.decimal;
  }

  /** The actual value. */
  String value() {
    return live == null ? value : live.get();
  }

  /** The station itself changes the value. */
  void become(String now) {
    value = now;
  }

  /** The value is what something of the station shows at the moment. */
  void shows(Supplier<String> source) {
    live = source;
  }

  /** Gives it another attribute, such as the highest setting. */
  void attribute(Attribute type, String text) {
    others.put(type, text);
  }

  boolean has(Attribute type) {
    return type == Attribute.Actual || others.containsKey(type);
  }

  String value(Attribute type) {
    return type == Attribute.Actual ? value() : others.getOrDefault(type, "");
  }

  /** SetVariables: takes a value that is allowed here. */
  SetVariableStatus set(Attribute type, String text) {
    if (!has(type)) {
      return SetVariableStatus.NotSupportedAttributeType;
    }
    if (!writable() || constant || type != Attribute.Actual || !allowed(text)) {
      return SetVariableStatus.Rejected;
    }
    value = text;
    return needsReboot ? SetVariableStatus.RebootRequired : SetVariableStatus.Accepted;
  }

  /** Whether a text is of its type and within its bounds. */
  boolean allowed(String text) {
    try {
      return switch (characteristics.dataType()) {
        case integer -> within(new BigDecimal(Long.parseLong(text)));
        case decimal -> within(new BigDecimal(text));
        case boolean_ -> text.equals("true") || text.equals("false");
        case dateTime -> OffsetDateTime.parse(text) != null;
        case OptionList -> among(text);
        case MemberList, SequenceList ->
            text.isEmpty() || Arrays.stream(text.split(",", -1)).allMatch(this::among);
        case string -> within(new BigDecimal(text.length())) && text.length() <= LONGEST_VALUE;
      };
    } catch (NumberFormatException | DateTimeException broken) {
      return false;
    }
  }

  /** Of a number its size, of a text its length. */
  private boolean within(BigDecimal size) {
    BigDecimal least = characteristics.minLimit();
    BigDecimal most = characteristics.maxLimit();
    return (least == null || size.compareTo(least) >= 0)
        && (most == null || size.compareTo(most) <= 0);
  }

  private boolean among(String text) {
    String values = characteristics.valuesList();
    return values == null || Arrays.asList(values.split(",", -1)).contains(text.trim());
  }

  /** What a report says of it; what can only be written has no value there. */
  ReportData report() {
    List<VariableAttribute> attributes = new ArrayList<>(1);
    attributes.add(
        new VariableAttribute(
            constant, mutability, true, Attribute.Actual, readable() ? value() : null, null));
    others.forEach(
        (type, text) ->
            attributes.add(
                new VariableAttribute(false, Mutability.ReadOnly, true, type, text, null)));
    return new ReportData(component, variable, attributes, characteristics, null);
  }
}
