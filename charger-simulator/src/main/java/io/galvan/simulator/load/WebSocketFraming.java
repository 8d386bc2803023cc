package io.galvan.simulator.load;

import io.galvan.simulator.transport.Identity;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** WebSocket (RFC 6455) as far as a client of small text messages needs it. */
final class WebSocketFraming implements Framing {
  private static final int FINAL_TEXT = 0x81;
  private static final int FINAL_CLOSE = 0x88;
  private static final int FINAL_PONG = 0x8a;
  private static final int MASKED = 0x80;
  private static final int TWO_BYTE_LENGTH = 126;
  private static final int EIGHT_BYTE_LENGTH = 127;
  private static final int LONGEST = 1 << 20;

  /** Masking with zeros changes nothing: a client must mask, and this costs nothing. */
  private static final int NO_MASK = 0;

  private final String hello;
  private boolean open;

  WebSocketFraming(
      LoadPlan.Target.WebSocket target, String version, String id, @Nullable String password) {
    StringBuilder request = new StringBuilder(256);
    request.append("GET ").append(target.path()).append('/').append(Identity.encoded(id));
    request.append(" HTTP/1.1\r\nHost: ").append(target.host()).append(':').append(target.port());
    request.append("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n");
    request.append("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: ocpp");
    request.append(version).append("\r\n");
    byte[] nonce = String.format("%16.16s", id).getBytes(StandardCharsets.ISO_8859_1);
    request.append("Sec-WebSocket-Key: ").append(base64(nonce)).append("\r\n");
    if (password != null) {
      byte[] pair = (id + ":" + password).getBytes(StandardCharsets.UTF_8);
      request.append("Authorization: Basic ").append(base64(pair)).append("\r\n");
    }
    hello = request.append("\r\n").toString();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public Buffer hello() {
    return Buffer.buffer(hello);
  }

  @Override
  public Buffer frame(byte[] text, int length) {
    return frame(FINAL_TEXT, text, 0, length);
  }

  @Override
  public Buffer goodbye() {
    return frame(FINAL_CLOSE, new byte[] {0x03, (byte) 0xe8}, 0, 2);
  }

  private static Buffer frame(int kind, byte[] bytes, int from, int length) {
    Buffer out = Buffer.buffer(length + 14);
    out.appendByte((byte) kind);
    if (length < TWO_BYTE_LENGTH) {
      out.appendByte((byte) (MASKED | length));
    } else if (length < 1 << 16) {
      out.appendByte((byte) (MASKED | TWO_BYTE_LENGTH)).appendUnsignedShort(length);
    } else {
      out.appendByte((byte) (MASKED | EIGHT_BYTE_LENGTH)).appendLong(length);
    }
    return out.appendInt(NO_MASK).appendBytes(bytes, from, length);
  }

  @Override
  public int take(byte[] bytes, int from, int to, Events events) {
    int at = from;
    if (!open) {
      at = afterHandshake(bytes, from, to, events);
      if (!open) {
        return at;
      }
    }
    while (to - at >= 2) {
      int length = bytes[at + 1] & 0x7f;
      int header = length == TWO_BYTE_LENGTH ? 4 : length == EIGHT_BYTE_LENGTH ? 10 : 2;
      if (to - at < header) {
        return at;
      }
      long payload = header == 2 ? length : number(bytes, at + 2, header - 2);
      if (payload < 0 || payload > LONGEST) {
        events.broken("a frame of " + payload + " bytes");
        return to;
      }
      int begin = at + header;
      if (to - begin < payload) {
        return at;
      }
      int end = begin + (int) payload;
      packet(bytes[at] & 0xff, bytes, begin, end, events);
      at = end;
    }
    return at;
  }

  private void packet(int kind, byte[] bytes, int begin, int end, Events events) {
    switch (kind) {
      case FINAL_TEXT -> events.text(bytes, begin, end);
      case 0x89 -> events.reply(frame(FINAL_PONG, bytes, begin, end - begin));
      case FINAL_PONG -> {
        // Nobody pinged; it means nothing.
      }
      case FINAL_CLOSE -> events.broken("closed by the central system");
      default -> events.broken("a frame of kind " + Integer.toHexString(kind));
    }
  }

  private static long number(byte[] bytes, int from, int count) {
    long number = 0;
    for (int i = 0; i < count; i++) {
      number = number << 8 | bytes[from + i] & 0xff;
    }
    return number;
  }

  private int afterHandshake(byte[] bytes, int from, int to, Events events) {
    int end = Bytes.indexOf(bytes, from, to, Bytes.of("\r\n\r\n"));
    if (end < 0) {
      return from;
    }
    String answer = new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
    if (!answer.startsWith("HTTP/1.1 101")) {
      events.broken(answer.lines().findFirst().orElse("no answer"));
      return to;
    }
    open = true;
    events.ready();
    return end + 4;
  }
}
