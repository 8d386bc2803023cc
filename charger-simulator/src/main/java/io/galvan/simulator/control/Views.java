package io.galvan.simulator.control;

import io.galvan.simulator.control.StationActions.Driven;
import io.galvan.simulator.station.ChargingStation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Stations as JSON. */
final class Views {
  private Views() {}

  /** A station in a list. */
  static JsonObject brief(ChargingStation station) {
    JsonArray connectors = new JsonArray();
    for (int connector = 1; connector <= station.connectors(); connector++) {
      JsonObject each =
          new JsonObject()
              .put("connector", connector)
              .put("state", station.state(connector).name())
              .put("charging", station.charging(connector))
              .put("watt", Math.round(station.watt(connector)))
              .put("registerWh", station.registerWh(connector));
      station.transaction(connector).ifPresent(id -> each.put("transaction", id));
      connectors.add(each);
    }
    return new JsonObject()
        .put("id", station.id())
        .put("ocpp", station.version().subprotocol().substring("ocpp".length()))
        .put("connected", station.connected())
        .put("registration", station.registration().map(Enum::name).orElse("none"))
        .put("queued", station.queued())
        .put("connectors", connectors);
  }

  /** A station with what is held of its frames. */
  static JsonObject whole(Driven at) {
    return brief(at.station()).put("holds", at.tap().rules()).put("held", at.tap().held());
  }
}
