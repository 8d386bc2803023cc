package io.galvan.simulator.quirk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** One frame that passes between a station and the central system; a quirk may change it. */
final class Message {
  private static final int CALL = 2;

  final JsonArray frame;

  /** Whether a quirk made it, not the station. */
  final boolean own;

  private boolean withheld;

  Message(JsonArray frame, boolean own) {
    this.frame = frame;
    this.own = own;
  }

  boolean isCall() {
    return frame.getInteger(0) == CALL;
  }

  /** Whether it is a CALL of this action. */
  boolean is(String action) {
    return isCall() && action.equals(frame.getString(2));
  }

  /** Whether it is a CALL of this action that the station itself makes. */
  boolean isTheStations(String action) {
    return !own && is(action);
  }

  String id() {
    return frame.getString(1);
  }

  void id(String other) {
    frame.set(1, other);
  }

  String action() {
    return frame.getString(2);
  }

  /** The payload of a CALL or a CALLRESULT; empty for an error. */
  JsonObject payload() {
    int at = isCall() ? 3 : 2;
    return frame.getValue(at) instanceof JsonObject payload ? payload : new JsonObject();
  }

  void withhold() {
    withheld = true;
  }

  boolean withheld() {
    return withheld;
  }
}
