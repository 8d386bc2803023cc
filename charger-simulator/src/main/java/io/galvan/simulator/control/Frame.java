package io.galvan.simulator.control;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * A frame on a station's wire, as it is shown.
 *
 * @param number rises over all frames of a program
 * @param sent by the station; otherwise received by it
 * @param action of an answer, that of its CALL; empty when it is not known
 * @param text the beginning of a long one
 * @param size characters of the whole
 * @param fate what the door did to it: passed, held, released, edited or discarded
 */
record Frame(
    long number, Instant at, boolean sent, String action, String text, int size, Fate fate) {
  static final int LONGEST_SHOWN = 16_384;

  /** What becomes of a frame at the door. */
  enum Fate {
    PASSED,
    HELD,
    RELEASED,
    EDITED,
    DISCARDED
  }

  JsonObject json() {
    return new JsonObject()
        .put("number", number)
        .put("at", at.toString())
        .put("direction", sent ? "out" : "in")
        .put("action", action)
        .put("text", text)
        .put("size", size)
        .put("fate", fate.name().toLowerCase(java.util.Locale.ROOT));
  }

  static JsonArray json(Iterable<Frame> frames) {
    JsonArray list = new JsonArray();
    frames.forEach(frame -> list.add(frame.json()));
    return list;
  }
}
