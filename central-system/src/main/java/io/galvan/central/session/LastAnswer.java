package io.galvan.central.session;

import io.galvan.ocpp.rpc.Frame;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The last CALL of a station that was answered with a result, so that it gets the same answer when
 * it comes again, and is not acted on twice. A station that uses one message id for all it sends
 * repeats a call truly only while its text is the same too.
 *
 * @param textHash of the text, which may be a megabyte and is not kept
 */
record LastAnswer(
    String messageId, String action, int textHash, int textLength, String answer, long nanos) {
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** They tell nothing that could count twice, and their answer is another one later. */
  private static final Set<String> QUESTIONS =
      Set.of(
          "Authorize",
          "BootNotification",
          "Get15118EVCertificate",
          "GetCertificateChainStatus",
          "GetCertificateStatus",
          "Heartbeat",
          "PullDynamicScheduleUpdate",
          "VatNumberValidation");

  /** What to remember of an answered call; null when a repetition is to be handled anew. */
  static @Nullable LastAnswer of(Frame.Call call, String text, Frame answer, String answerText) {
    return QUESTIONS.contains(call.action().name()) || !(answer instanceof Frame.CallResult)
        ? null
        : new LastAnswer(
            call.messageId(),
            call.action().name(),
            text.hashCode(),
            text.length(),
            answerText,
            System.nanoTime());
  }

  /** Whether this call, come now, is the one that was answered. */
  boolean fits(Frame.Call call, String text) {
    return call.messageId().equals(messageId)
        && text.length() == textLength
        && text.hashCode() == textHash
        && System.nanoTime() - nanos < WINDOW_NANOS;
  }
}
