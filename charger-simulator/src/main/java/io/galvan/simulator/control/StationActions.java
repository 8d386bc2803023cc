package io.galvan.simulator.control;

import io.galvan.simulator.behaviour.Battery;
import io.galvan.simulator.control.Wiretap.Rule;
import io.galvan.simulator.station.ChargingStation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What can be done to a station through the door, a line an action. */
final class StationActions {
  private static final int MOST_HOLDS = 1_000;

  /** A station and its wire. */
  record Driven(ChargingStation station, Wiretap tap) {}

  /** Does something; the answer's fields come from its result. */
  private interface Act {
    Future<?> run(Driven at, Body body);
  }

  /** Does something at a connector. */
  private interface AtConnector {
    Future<?> run(ChargingStation station, int connector, Body body);
  }

  private record Entry(Set<String> fields, Act act) {}

  private static final Map<String, Entry> TABLE = new LinkedHashMap<>();

  static {
    at("plug", Set.of("capacityKwh", "socPercent"), StationActions::plug);
    at("unplug", Set.of(), (station, connector, body) -> station.unplug(connector));
    at(
        "tag",
        Set.of("tag"),
        (station, connector, body) -> station.presentTag(connector, body.text("tag")));
    at(
        "power",
        Set.of("kw"),
        (station, connector, body) -> station.limitPower(connector, 1_000 * body.number("kw", 0)));
    at(
        "suspend",
        Set.of("suspended"),
        (station, connector, body) ->
            station.suspendByVehicle(connector, body.flag("suspended", true)));
    at("fault", Set.of(), (station, connector, body) -> station.fault(connector));
    at("clear-fault", Set.of(), (station, connector, body) -> station.clearFault(connector));
    put("drop", Set.of(), (at, body) -> begun(at.station().dropConnection()));
    put("offline", Set.of(), (at, body) -> begun(at.station().goOffline()));
    put("online", Set.of(), (at, body) -> at.station().goOnline());
    put("reboot", Set.of(), (at, body) -> at.station().reboot());
    put(
        "set",
        Set.of("name", "value"),
        (at, body) -> at.station().configure(body.text("name"), body.text("value")));
    put("send", Set.of("text", "frame"), (at, body) -> at.station().send(body.frame()));
    put("hold", Set.of("direction", "action", "times"), StationActions::hold);
    put("unhold", Set.of(), StationActions::unhold);
    put("release", Set.of("held", "text", "frame"), StationActions::release);
    put("discard", Set.of("held"), StationActions::discard);
  }

  private StationActions() {}

  private static void put(String name, Set<String> fields, Act act) {
    TABLE.put(name, new Entry(fields, act));
  }

  private static void at(String name, Set<String> fields, AtConnector act) {
    Set<String> all = new java.util.TreeSet<>(fields);
    all.add("connector");
    put(
        name,
        all,
        (at, body) -> act.run(at.station(), body.connector(at.station().connectors()), body));
  }

  /** Does what an action says; fails with a {@link Refusal} or the station's own reason. */
  static Future<JsonObject> run(Driven at, String name, Body body) {
    Entry entry = TABLE.get(name);
    if (entry == null) {
      return Future.failedFuture(
          new Refusal(404, "there is no action '" + name + "'; there are " + TABLE.keySet()));
    }
    try {
      body.only(entry.fields());
      return entry
          .act()
          .run(at, body)
          .map(
              result ->
                  result instanceof Enum<?> word
                      ? new JsonObject().put("ok", true).put("result", word.name())
                      : new JsonObject().put("ok", true));
    } catch (Refusal refusal) {
      return Future.failedFuture(refusal);
    }
  }

  /** Closing may wait for the other side for seconds; who asked for it does not. */
  private static Future<?> begun(Future<?> closing) {
    return closing.failed() ? closing : Future.succeededFuture();
  }

  private static Future<?> plug(ChargingStation station, int connector, Body body) {
    double capacity = body.number("capacityKwh", ChargingStation.TYPICAL_CAPACITY_WH / 1_000);
    double soc = body.number("socPercent", ChargingStation.TYPICAL_SOC_PERCENT);
    if (!(capacity > 0 && capacity <= 10_000 && soc >= 0 && soc <= 100)) {
      throw new Refusal(400, "a battery has up to 10000 kWh and 0 to 100 %");
    }
    return station.plugIn(connector, new Battery(1_000 * capacity, soc));
  }

  private static Future<?> hold(Driven at, Body body) {
    String direction = body.text("direction", "both");
    if (!Set.of("in", "out", "both").contains(direction)) {
      throw new Refusal(400, "'direction' must be in, out or both");
    }
    long times = body.whole("times", 1);
    if (times < 1 || times > MOST_HOLDS) {
      throw new Refusal(400, "'times' must be 1 to " + MOST_HOLDS);
    }
    String action = body.text("action", "*");
    if (action.isEmpty() || action.length() > 64) {
      throw new Refusal(400, "'action' must be the name of an action, or *");
    }
    Boolean sent = direction.equals("both") ? null : (Boolean) direction.equals("out");
    at.tap().hold(new Rule(sent, action, times));
    return Future.succeededFuture();
  }

  private static Future<?> unhold(Driven at, Body body) {
    at.tap().unhold();
    return Future.succeededFuture();
  }

  private static Future<?> release(Driven at, Body body) {
    long number = body.whole("held", -1);
    boolean edited = body.fields().containsKey("text") || body.fields().containsKey("frame");
    String text = edited ? body.frame() : null;
    // On the station's thread, where frames pass.
    Promise<Void> done = Promise.promise();
    return at.station()
        .run(
            () ->
                Future.succeededFuture()
                    .compose(ready -> at.tap().release(number, text))
                    .onComplete(done))
        .compose(started -> done.future());
  }

  private static Future<?> discard(Driven at, Body body) {
    long number = body.whole("held", -1);
    return at.station().run(() -> at.tap().discard(number));
  }
}
