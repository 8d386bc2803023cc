package io.galvan.ocpp.rpc;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The actions of one version, by name. */
public final class ActionTable {
  private final Map<String, Action<?, ?>> byName = new HashMap<>();
  private final List<Action<?, ?>> all;

  private ActionTable(List<Action<?, ?>> actions) {
    for (Action<?, ?> action : actions) {
      if (byName.put(action.name(), action) != null) {
        throw new IllegalArgumentException("two actions named " + action.name());
      }
    }
    all = actions.stream().sorted(Comparator.comparing(each -> each.name())).toList();
  }

  /** A table of these actions; their names must differ. */
  public static ActionTable of(Action<?, ?>... actions) {
    return new ActionTable(List.of(actions));
  }

  /** A table of these actions and more; their names must differ. */
  public ActionTable with(Action<?, ?>... more) {
    return new ActionTable(Stream.concat(all.stream(), Stream.of(more)).toList());
  }

  /** The action of a name, spelled exactly; empty when the version has none. */
  public Optional<Action<?, ?>> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Every action, in the order of the names. */
  public List<Action<?, ?>> all() {
    return all;
  }
}
