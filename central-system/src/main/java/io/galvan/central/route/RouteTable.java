package io.galvan.central.route;

import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.rpc.ActionTable;
import io.galvan.ocpp.rpc.FrameCodec;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The routes of one version, with the codec that reads its frames. */
public final class RouteTable {
  private final FrameCodec codec;
  private final ActionTable actions;
  private final Map<Action<?, ?>, Route<?, ?>> routes = new IdentityHashMap<>();

  public RouteTable(FrameCodec codec, ActionTable actions, List<Route<?, ?>> routes) {
    this.codec = codec;
    this.actions = actions;
    routes.forEach(route -> this.routes.put(route.action(), route));
  }

  public FrameCodec codec() {
    return codec;
  }

  /** The route of an action that stations send; null when we send it. */
  public @Nullable Route<?, ?> find(Action<?, ?> action) {
    return routes.get(action);
  }

  /** The action of this name, in either direction. */
  public Optional<Action<?, ?>> action(String name) {
    return actions.find(name);
  }
}
