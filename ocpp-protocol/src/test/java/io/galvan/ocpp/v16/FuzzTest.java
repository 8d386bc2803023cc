package io.galvan.ocpp.v16;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.rpc.Deviation;
import io.galvan.ocpp.rpc.Frame;
import io.galvan.ocpp.rpc.FrameCodec;
import io.galvan.ocpp.rpc.Inbound;
import io.galvan.ocpp.rpc.Reading;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Seeded random and damaged texts: always a verdict, never an exception, always a legal answer. */
class FuzzTest {
  private static final int TEXTS = 20_000;
  private static final List<String> SEEDS =
      List.of(
          "[2,\"1\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\"}]",
          "[2,\"2\",\"MeterValues\",{\"connectorId\":1,\"transactionId\":5,\"meterValue\":[{\"timestamp\":\"2024-05-01T12:00:00Z\",\"sampledValue\":[{\"value\":\"1.5\",\"unit\":\"kWh\",\"phase\":\"L1-N\"},{\"value\":\"2\"}]}]}]",
          "[2,\"3\",\"StopTransaction\",{\"meterStop\":10,\"timestamp\":\"2024-05-01T12:00:00+02\",\"transactionId\":,\"reason\":\"Local\"}]",
          "[2,\"4\",\"StatusNotification\",{\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"Charging\",\"info\":\"\\u00e9\"}]",
          "[3,\"ours\",{\"configurationKey\":[{\"key\":\"k\",\"readonly\":false,\"value\":\"v\"}],\"unknownKey\":[\"x\"]}]",
          "[4,\"ours\",\"GenericError\",\"text\",{\"a\":[1,2,{}]}]",
          "[5,\"ours\",\"GenericError\",\"text\",{}]",
          "[6,\"6\",\"Heartbeat\",{}]");
  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "null",
    "true",
    "-",
    "1e999999999",
    "0.1",
    "\u0000",
    "\\u0000",
    "\uD83D",
    "[[[[[[[[",
    "{\"a\":",
    "\"x\":1,",
    "99999999999999999999",
    "\"\"",
    " ",
    "2",
    "3",
    "NaN",
    "'",
    "\\x",
    "\t",
    "\uFEFF",
    ",}",
    "/*",
    "é"
  };

  @Test
  void shouldHaveAVerdictOnEveryText() {
    Random random = new Random(20_000);
    int received = 0;
    int refused = 0;
    int unusable = 0;
    for (int i = 0; i < TEXTS; i++) {
      String text = text(random);
      for (OcppVersion version : OcppVersion.values()) {
        FrameCodec codec = new FrameCodec(version, Actions16.TABLE);
        for (Reading mode : Reading.values()) {
          Inbound verdict = verdict(codec, mode, text);
          if (verdict instanceof Inbound.Received frame) {
            received++;
            assertReadableAgain(codec, frame.frame());
            assertThat(frame.deviations()).hasSizeLessThanOrEqualTo(Deviation.MOST);
            if (mode == Reading.STRICT && !isError(frame.frame())) {
              assertThat(frame.deviations()).as(text).isEmpty();
            }
          } else if (verdict instanceof Inbound.Refused no) {
            refused++;
            assertLegalAnswer(codec, no.answer());
          } else {
            unusable++;
          }
        }
      }
    }
    assertThat(received).isPositive();
    assertThat(refused).isPositive();
    assertThat(unusable).isPositive();
  }

  /** Error codes and descriptions are taken as they come, even when strict. */
  private static boolean isError(Frame frame) {
    return frame instanceof Frame.CallError || frame instanceof Frame.CallResultError;
  }

  private static Inbound verdict(FrameCodec codec, Reading mode, String text) {
    try {
      return codec.decode(text, mode, FuzzTest::pending);
    } catch (Throwable thrown) {
      throw new AssertionError(codec.version() + " " + mode + " threw on " + text, thrown);
    }
  }

  private static Action<?, ?> pending(String id) {
    return id.equals("ours") ? Actions16.GET_CONFIGURATION : null;
  }

  /** What was taken is legal once it is written again. */
  private static void assertReadableAgain(FrameCodec codec, Frame frame) {
    String written = codec.encode(frame);
    assertThat(codec.decode(written, Reading.TOLERANT, FuzzTest::pending))
        .as(written)
        .isInstanceOf(Inbound.Received.class);
  }

  private static void assertLegalAnswer(FrameCodec codec, Frame answer) {
    String text = codec.encode(answer);
    Inbound read = codec.decode(text, Reading.STRICT, id -> Actions16.RESET);
    if (answer.messageId().length() <= 36) {
      assertThat(read).as(text).isInstanceOf(Inbound.Received.class);
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    if (random.nextInt(10) == 0) {
      int length = random.nextInt(60);
      for (int i = 0; i < length; i++) {
        text.append(
            random.nextBoolean()
                ? PIECES[random.nextInt(PIECES.length)]
                : String.valueOf((char) random.nextInt(0x250)));
      }
      return text.toString();
    }
    text.append(SEEDS.get(random.nextInt(SEEDS.size())));
    int count = random.nextInt(4);
    for (int i = 0; i < count && text.length() > 1; i++) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(6)) {
        case 0 -> text.setLength(at);
        case 1 -> text.deleteCharAt(at);
        case 2 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
        case 3 -> text.setCharAt(at, (char) random.nextInt(0x250));
        case 4 -> text.delete(at, Math.min(text.length(), at + random.nextInt(20)));
        default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 30)));
      }
    }
    return text.toString();
  }
}
