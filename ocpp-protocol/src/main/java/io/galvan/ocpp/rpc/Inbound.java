package io.galvan.ocpp.rpc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The verdict on one received text. */
public sealed interface Inbound {
  /** A frame that can be worked with, and what had to be repaired for that. */
  record Received(Frame frame, List<Deviation> deviations) implements Inbound {}

  /**
   * A frame that is refused.
   *
   * @param answer the CALLERROR or CALLRESULTERROR to send back
   * @param reason what is wrong, for people
   * @param messageId the id of the refused frame, where it could be read
   * @param action the name of its action, where it could be read; what the sender wrote, cut to 64
   *     characters
   */
  record Refused(Frame answer, String reason, @Nullable String messageId, @Nullable String action)
      implements Inbound {}

  /**
   * A text that is not answered. If it was meant as the answer to a CALL of ours, that call has
   * failed.
   *
   * @param reason what is wrong, for people
   * @param messageId its id, where it could be read
   */
  record Unusable(String reason, @Nullable String messageId) implements Inbound {}
}
