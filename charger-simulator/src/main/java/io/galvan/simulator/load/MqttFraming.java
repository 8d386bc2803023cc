package io.galvan.simulator.load;

import io.galvan.ocpp.TopicLevel;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** MQTT 3.1.1 as far as a client of one topic up and one down, with QoS 1, needs it. */
final class MqttFraming implements Framing {
  private static final int CONNECT = 0x10;
  private static final int CONNACK = 0x20;
  private static final int PUBLISH = 0x30;
  private static final int PUBLISH_QOS_1 = 0x32;
  private static final int PUBACK = 0x40;
  private static final int SUBSCRIBE = 0x82;
  private static final int SUBACK = 0x90;
  private static final int PINGRESP = 0xd0;
  private static final int DISCONNECT = 0xe0;
  private static final int CLEAN_SESSION = 0x02;
  private static final int WITH_USER_AND_PASSWORD = 0xc0;
  private static final int LONGEST = 1 << 20;
  private static final int NONE = -1;

  private final String id;
  private final @Nullable String password;
  private final byte[] up;
  private final byte[] down;
  private int packetId;
  private int owedAck = NONE;

  MqttFraming(String version, String id, @Nullable String password) {
    this.id = id;
    this.password = password;
    String topic = "ocpp/" + version + "/" + TopicLevel.encode(id);
    this.up = Bytes.of(topic + "/up");
    this.down = Bytes.of(topic + "/down");
  }

  @Override
  public Buffer hello() {
    Buffer body = Buffer.buffer();
    string(body, Bytes.of("MQTT"));
    body.appendByte((byte) 4);
    body.appendByte(
        (byte) (password == null ? CLEAN_SESSION : CLEAN_SESSION | WITH_USER_AND_PASSWORD));
    // No keep-alive: a load is never silent for long.
    body.appendUnsignedShort(0);
    string(body, Bytes.of(id));
    if (password != null) {
      string(body, Bytes.of(id));
      string(body, Bytes.of(password));
    }
    return packet(CONNECT, body);
  }

  private static void string(Buffer out, byte[] text) {
    out.appendUnsignedShort(text.length).appendBytes(text);
  }

  private static Buffer packet(int kind, Buffer body) {
    Buffer out = Buffer.buffer(body.length() + 5).appendByte((byte) kind);
    length(out, body.length());
    return out.appendBuffer(body);
  }

  private static void length(Buffer out, int length) {
    int left = length;
    do {
      int digit = left & 0x7f;
      left >>= 7;
      out.appendByte((byte) (left > 0 ? digit | 0x80 : digit));
    } while (left > 0);
  }

  private int nextPacketId() {
    packetId = packetId >= 0xffff ? 1 : packetId + 1;
    return packetId;
  }

  @Override
  public Buffer frame(byte[] text, int length) {
    Buffer out = Buffer.buffer(length + up.length + 12);
    // The acknowledgement of the last answer travels with the next call.
    appendOwedAck(out);
    out.appendByte((byte) PUBLISH_QOS_1);
    length(out, 2 + up.length + 2 + length);
    string(out, up);
    return out.appendUnsignedShort(nextPacketId()).appendBytes(text, 0, length);
  }

  private void appendOwedAck(Buffer out) {
    if (owedAck != NONE) {
      out.appendByte((byte) PUBACK).appendByte((byte) 2).appendUnsignedShort(owedAck);
      owedAck = NONE;
    }
  }

  @Override
  public Buffer goodbye() {
    Buffer out = Buffer.buffer(6);
    appendOwedAck(out);
    return out.appendByte((byte) DISCONNECT).appendByte((byte) 0);
  }

  @Override
  public int take(byte[] bytes, int from, int to, Events events) {
    int at = from;
    while (to - at >= 2) {
      int length = 0;
      int begin = at + 1;
      int shift = 0;
      boolean more = true;
      while (more && begin < to && shift <= 21) {
        length |= (bytes[begin] & 0x7f) << shift;
        more = (bytes[begin] & 0x80) != 0;
        shift += 7;
        begin++;
      }
      if (length > LONGEST || more && shift > 21) {
        events.broken("a packet too long");
        return to;
      }
      if (more || to - begin < length) {
        break;
      }
      packet(bytes[at] & 0xff, bytes, begin, begin + length, events);
      at = begin + length;
    }
    if (owedAck != NONE) {
      Buffer ack = Buffer.buffer(4);
      appendOwedAck(ack);
      events.reply(ack);
    }
    return at;
  }

  private void packet(int kind, byte[] bytes, int begin, int end, Events events) {
    switch (kind & 0xf0) {
      case CONNACK -> connected(bytes, begin, end, events);
      case SUBACK -> {
        if ((bytes[end - 1] & 0x80) != 0) {
          events.broken("the subscription was refused");
        } else {
          events.ready();
        }
      }
      case PUBLISH -> published(kind, bytes, begin, end, events);
      case PUBACK, PINGRESP -> {
        // The answer itself is what counts.
      }
      default -> events.broken("a packet of kind " + Integer.toHexString(kind));
    }
  }

  private void connected(byte[] bytes, int begin, int end, Events events) {
    if (end - begin < 2 || bytes[begin + 1] != 0) {
      events.broken("refused with code " + (end - begin < 2 ? "none" : bytes[begin + 1]));
      return;
    }
    Buffer body = Buffer.buffer().appendUnsignedShort(nextPacketId());
    string(body, down);
    events.reply(packet(SUBSCRIBE, body.appendByte((byte) 1)));
  }

  private void published(int kind, byte[] bytes, int begin, int end, Events events) {
    int at = begin + 2 + ((bytes[begin] & 0xff) << 8 | bytes[begin + 1] & 0xff);
    int qos = kind >> 1 & 3;
    if (qos > 0) {
      owedAck = (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
      at += 2;
    }
    events.text(bytes, at, end);
  }
}
