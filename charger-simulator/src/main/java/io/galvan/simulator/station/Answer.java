package io.galvan.simulator.station;

import io.galvan.ocpp.rpc.ErrorCode;
import io.galvan.ocpp.rpc.Frame;
import org.jspecify.annotations.Nullable;

/**
 * What a CALL of the central system is answered.
 *
 * @param payload of the CALLRESULT; null when {@code code} refuses
 * @param code of the CALLERROR; null when there is a payload
 * @param description what the CALLERROR says to people
 * @param afterwards what is done once the answer is sent
 */
public record Answer(
    @Nullable Record payload, @Nullable ErrorCode code, String description, Runnable afterwards) {
  private static final Runnable NOTHING = () -> {};

  /** A result. */
  public static Answer of(Record payload) {
    return new Answer(payload, null, "", NOTHING);
  }

  /** A refusal. */
  public static Answer error(ErrorCode code, String description) {
    return new Answer(null, code, description, NOTHING);
  }

  /** The same, and then a task. */
  public Answer then(Runnable task) {
    return new Answer(payload, code, description, task);
  }

  /** The frame that answers the CALL of this id. */
  public Frame frame(String messageId) {
    if (payload != null) {
      return new Frame.CallResult(messageId, payload);
    }
    return Frame.CallError.of(
        messageId, code == null ? ErrorCode.InternalError : code, description);
  }
}
