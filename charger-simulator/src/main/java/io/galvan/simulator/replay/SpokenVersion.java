package io.galvan.simulator.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.FrameCodec;
import io.galvan.ocpp.rpc.Inbound;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.v16.Actions16;
import io.galvan.ocpp.v2.Actions2;
import java.util.List;

/**
 * Finds the version of OCPP that a recording is of: the one in which most of the charger's messages
 * are valid, or can at least be read. Among equals it is the older one, since what is valid in
 * 2.0.1 is so in 2.1.
 */
final class SpokenVersion {
  private static final List<FrameCodec> CODECS =
      List.of(
          Actions16.codec(), Actions2.codec(OcppVersion.V2_0_1), Actions2.codec(OcppVersion.V2_1));

  private static final int MOST_CONSIDERED = 10_000;
  private static final int VALID = 2;
  private static final int READABLE = 1;

  private final int[] points = new int[CODECS.size()];
  private int considered;

  /** Looks at a message of the charger; only at the first ones of a long recording. */
  void consider(JsonNode frame) {
    if (considered++ >= MOST_CONSIDERED) {
      return;
    }
    String text = frame.toString();
    for (int i = 0; i < points.length; i++) {
      if (reads(CODECS.get(i), text, Reading.STRICT)) {
        points[i] += VALID;
      } else if (reads(CODECS.get(i), text, Reading.TOLERANT)) {
        points[i] += READABLE;
      }
    }
  }

  private static boolean reads(FrameCodec codec, String text, Reading mode) {
    return codec.decode(text, mode, messageId -> null) instanceof Inbound.Received;
  }

  /** The version that fits best so far; 1.6 when none does. */
  OcppVersion mostLikely() {
    int best = 0;
    for (int i = 1; i < points.length; i++) {
      best = points[i] > points[best] ? i : best;
    }
    return CODECS.get(best).version();
  }
}
