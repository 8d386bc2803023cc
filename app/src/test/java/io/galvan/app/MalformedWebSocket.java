package io.galvan.app;

import io.galvan.central.testing.MalformedCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.Deflater;

/**
 * Malformed upgrades and malformed WebSocket frames (RFC 6455), compressed ones too (RFC 7692),
 * with well-formed frames around malformed OCPP-J messages between them.
 */
final class MalformedWebSocket extends MalformedClient {
  private static final int TEXT = 1;
  private static final int FIN = 0x80;
  private static final int RSV1 = 0x40;
  private static final MalformedCall[] CALLS = MalformedCall.values();

  private final String password;
  private boolean deflates;
  private int messages;

  MalformedWebSocket(int port, String identity, String password, Random random) {
    super(port, identity, random);
    this.password = password;
  }

  @Override
  byte[] opening() {
    deflates = random.nextBoolean();
    return upgrade(
            "/ocpp/" + identity,
            "Authorization: Basic "
                + Base64.getEncoder()
                    .encodeToString(
                        (identity + ":" + password).getBytes(StandardCharsets.ISO_8859_1))
                + "\r\n"
                + (deflates
                    ? "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover\r\n"
                    : ""))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String upgrade(String path, String headers) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Protocol: ocpp1.6\r\n"
        + headers
        + "\r\n";
  }

  @Override
  boolean opened(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    String text = "";
    while (!text.endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return false;
      }
      head.write(next);
      text = next == '\n' ? head.toString(StandardCharsets.ISO_8859_1) : "";
    }
    deflates &= text.contains("permessage-deflate");
    return text.startsWith("HTTP/1.1 101");
  }

  @Override
  byte[] malformedOpening() {
    String text =
        switch (random.nextInt(10)) {
          case 0 -> upgrade("/ocpp/" + identity, "Sec-WebSocket-Protocol: " + noise(200) + "\r\n");
          case 1 -> upgrade("/" + noise(100), "");
          case 2 -> upgrade("/ocpp/" + noise(60), "");
          case 3 -> upgrade("/ocpp/x", "X: " + "y".repeat(random.nextInt(20_000)) + "\r\n");
          case 4 -> upgrade("/ocpp/" + "x".repeat(random.nextInt(9_000)), "");
          case 5 ->
              upgrade(
                  "/ocpp/x",
                  "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits="
                      + random.nextInt(40)
                      + "; client_max_window_bits="
                      + noise(3)
                      + "\r\n");
          case 6 -> upgrade("/ocpp/x", "Authorization: Basic " + noise(40) + "\r\n");
          case 7 -> upgrade("/ocpp/x", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n");
          case 8 -> "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
          default -> upgrade("/ocpp/x", "").replace("GET", "POST").replace("13", "7");
        };
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return random.nextBoolean() ? Corruption.of(bytes, random) : bytes;
  }

  private String noise(int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most); i >= 0; i--) {
      text.append((char) random.nextInt(256));
    }
    return text.toString();
  }

  @Override
  byte[] message() {
    MalformedCall call = CALLS[random.nextInt(CALLS.length)];
    byte[] payload = call.text("m" + ++messages, random).getBytes(StandardCharsets.UTF_8);
    return switch (random.nextInt(12)) {
      case 0 -> Corruption.of(frame(FIN | TEXT, payload), random);
      case 1 -> frame(FIN | TEXT, Corruption.of(payload, random));
      case 2 -> frame(random.nextInt(256), payload);
      case 3 -> frame(FIN | 8, Arrays.copyOf(payload, random.nextInt(200)));
      case 4 -> joinedParts(payload);
      case 5 ->
          deflates
              ? frame(FIN | RSV1 | TEXT, Corruption.of(deflated(payload), random))
              : text(payload);
      case 6 -> frame(FIN | RSV1 | TEXT, deflated(new byte[random.nextInt(3_000_000)]));
      case 7 -> announced();
      default -> text(payload);
    };
  }

  /** A well-formed frame, compressed where that was agreed. */
  private byte[] text(byte[] payload) {
    return deflates && random.nextBoolean()
        ? frame(FIN | RSV1 | TEXT, deflated(payload))
        : frame(FIN | TEXT, payload);
  }

  /** Fragments, with a control frame between them, and sometimes no last one. */
  private byte[] joinedParts(byte[] payload) {
    int half = payload.length / 2;
    return Corruption.joined(
        frame(TEXT, Arrays.copyOf(payload, half)),
        frame(FIN | 9, new byte[random.nextInt(130)]),
        frame(
            random.nextBoolean() ? FIN : TEXT, Arrays.copyOfRange(payload, half, payload.length)));
  }

  /** The head of a frame that says to be longer than anyone takes. */
  private byte[] announced() {
    return ByteBuffer.allocate(14)
        .put((byte) (FIN | TEXT))
        .put((byte) (0x80 | 127))
        .putLong(random.nextBoolean() ? random.nextLong() : random.nextInt(1 << 24))
        .putInt(random.nextInt())
        .array();
  }

  private byte[] frame(int first, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) first);
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else if (payload.length < 1 << 16) {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    // A mask of zeros leaves the payload as it is.
    frame.putInt(0).put(payload);
    return Arrays.copyOf(frame.array(), frame.position());
  }

  private static byte[] deflated(byte[] payload) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    deflater.setInput(payload);
    byte[] out = new byte[payload.length + 64];
    int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    deflater.end();
    // The last four bytes of a flush are left out on the wire (RFC 7692, 7.2.1).
    return Arrays.copyOf(out, Math.max(1, length - 4));
  }
}
