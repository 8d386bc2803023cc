package io.galvan.ocpp.rpc;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The actions of one version, by name. */
public final class ActionTable {
  private final Map<String, Action<?, ?>> byName = new LinkedHashMap<>();

  private ActionTable(List<Action<?, ?>> actions) {
    for (Action<?, ?> action : actions) {
      if (byName.put(action.name(), action) != null) {
        throw new IllegalArgumentException("two actions named " + action.name());
      }
    }
  }

  /** A table of these actions; their names must differ. */
  public static ActionTable of(Action<?, ?>... actions) {
    return new ActionTable(List.of(actions));
  }

  /** The action of a name, spelled exactly; empty when the version has none. */
  public Optional<Action<?, ?>> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Every action, in the order of the table. */
  public Collection<Action<?, ?>> all() {
    return List.copyOf(byName.values());
  }
}
