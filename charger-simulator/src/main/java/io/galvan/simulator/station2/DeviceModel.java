package io.galvan.simulator.station2;

import io.galvan.ocpp.shape.Wire;
import io.galvan.ocpp.v2.Component;
import io.galvan.ocpp.v2.EVSE;
import io.galvan.ocpp.v2.Measurand;
import io.galvan.ocpp.v2.Variable;
import io.galvan.simulator.station.StationModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The components and variables of a station (OCPP 2.x part 1, chapter 4). */
final class DeviceModel {
  /** Names are without regard to case; absent parts are equal to absent parts only. */
  private record Key(
      String component,
      @Nullable String componentInstance,
      @Nullable Integer evse,
      @Nullable Integer connector,
      String variable,
      @Nullable String instance) {}

  private final Map<Key, ModelVariable> variables = new LinkedHashMap<>();
  private final List<Consumer<ModelVariable>> listeners = new ArrayList<>();

  private static Key key(Component component, Variable variable) {
    EVSE evse = component.evse();
    return new Key(
        lower(component.name()),
        component.instance() == null ? null : lower(component.instance()),
        evse == null ? null : evse.id(),
        evse == null ? null : evse.connectorId(),
        lower(variable.name()),
        variable.instance() == null ? null : lower(variable.instance()));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  void add(ModelVariable variable) {
    if (variables.put(key(variable.component(), variable.variable()), variable) != null) {
      throw new IllegalStateException(
          "twice " + variable.component().name() + "." + variable.variable().name());
    }
  }

  Collection<ModelVariable> all() {
    return variables.values();
  }

  Optional<ModelVariable> find(Component component, Variable variable) {
    return Optional.ofNullable(variables.get(key(component, variable)));
  }

  boolean knows(Component component) {
    return variables.values().stream().anyMatch(each -> sameComponent(each, component));
  }

  private static boolean sameComponent(ModelVariable each, Component wanted) {
    Key own = key(each.component(), each.variable());
    Key other = key(wanted, each.variable());
    return own.equals(other);
  }

  /** A component of the station and its variable, by a path; null when it is none. */
  private record Named(Component component, Variable variable) {
    static @Nullable Named of(String path) {
      int dot = path.indexOf('.');
      if (dot < 1 || dot == path.length() - 1) {
        return null;
      }
      String name = path.substring(dot + 1);
      String instance = null;
      int bracket = name.indexOf('[');
      if (bracket >= 0 && name.endsWith("]")) {
        instance = name.substring(bracket + 1, name.length() - 1);
        name = name.substring(0, bracket);
      }
      return new Named(
          new Component(null, null, path.substring(0, dot), null),
          new Variable(instance, name, null));
    }
  }

  /** A variable of the station by a path such as {@code DeviceDataCtrlr.ItemsPerMessage[x]}. */
  Optional<ModelVariable> find(String path) {
    Named named = Named.of(path);
    return named == null ? Optional.empty() : find(named.component(), named.variable());
  }

  /** A text that only this maker has; another value for one that is there. */
  void own(String path, StationModel.Own own) {
    Named named = Named.of(path);
    if (named == null) {
      throw new IllegalArgumentException("no path of a variable: " + path);
    }
    if (find(path).isPresent()) {
      become(path, own.value());
    } else {
      add(ModelVariable.own(named.component(), named.variable(), own));
    }
  }

  private ModelVariable variable(String path) {
    return find(path).orElseThrow(() -> new IllegalArgumentException("no variable " + path));
  }

  String text(String path) {
    return variable(path).value();
  }

  boolean flag(String path) {
    return Boolean.parseBoolean(text(path));
  }

  int number(String path) {
    return Integer.parseInt(text(path));
  }

  /** The members of a list. */
  List<String> list(String path) {
    return Arrays.stream(text(path).split(",", -1))
        .map(String::trim)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  /** The measurands that a list names. */
  List<Measurand> measurands(String path) {
    return list(path).stream()
        .map(text -> Wire.parse(Measurand.class, text))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Every variable that can be read, by its path. */
  Map<String, String> readable() {
    Map<String, String> values = new LinkedHashMap<>();
    variables.values().stream()
        .filter(ModelVariable::readable)
        .forEach(each -> values.put(each.path(), each.value()));
    return values;
  }

  /** The station itself changes a value. */
  void become(String path, String value) {
    ModelVariable changed = variable(path);
    if (!changed.value().equals(value)) {
      changed.become(value);
      changed(changed);
    }
  }

  /** A fitter at the station sets a variable, also one that cannot be written from afar. */
  void adjust(String path, String value) {
    if (!variable(path).allowed(value)) {
      throw new IllegalArgumentException("'" + path + "' cannot be '" + value + "'");
    }
    become(path, value);
  }

  /** Is told of each change, also of those the station makes. */
  void onChange(Consumer<ModelVariable> listener) {
    listeners.add(listener);
  }

  /** Tells of a change. */
  void changed(ModelVariable variable) {
    listeners.forEach(listener -> listener.accept(variable));
  }
}
