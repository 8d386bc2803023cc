package io.galvan.simulator.quirk;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** What a quirk can do besides changing the message that passes. */
interface Line {
  /** Sends a CALL of the quirk's own behind the message that passes; its answer is ignored. */
  void call(String action, JsonObject payload);

  /** Answers a CALL of the central system in the station's place. */
  void answer(String messageId, JsonObject payload);

  /** Refuses a CALL of the central system in the station's place. */
  void refuse(String messageId, String code);

  /** Answers a CALL of the station in the central system's place. */
  void pretend(String messageId, JsonObject payload);

  /** Loses the connection. */
  void drop();

  /** The time of the station. */
  Instant now();
}
