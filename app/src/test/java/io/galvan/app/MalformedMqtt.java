package io.galvan.app;

import io.galvan.central.testing.MalformedCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Malformed MQTT packets of 3.1.1 and 5, with malformed OCPP-J messages in well-formed ones. */
final class MalformedMqtt extends MalformedClient {
  private static final int CONNECT = 0x10;
  private static final int PUBLISH = 0x30;
  private static final int SUBSCRIBE = 0x82;
  private static final MalformedCall[] CALLS = MalformedCall.values();

  private final String password;
  private int level;
  private int messages;

  MalformedMqtt(int port, String identity, String password, Random random) {
    super(port, identity, random);
    this.password = password;
  }

  @Override
  byte[] opening() {
    level = random.nextBoolean() ? 4 : 5;
    return connect(identity.getBytes(StandardCharsets.UTF_8), level, 0xC2);
  }

  private byte[] connect(byte[] clientId, int level, int flags) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    string(body, "MQTT".getBytes(StandardCharsets.US_ASCII));
    body.write(level);
    body.write(flags);
    number(body, 60);
    if (level >= 5) {
      body.write(0);
    }
    string(body, clientId);
    string(body, identity.getBytes(StandardCharsets.UTF_8));
    string(body, password.getBytes(StandardCharsets.UTF_8));
    return packet(CONNECT, body.toByteArray());
  }

  @Override
  boolean opened(InputStream in) throws IOException {
    int type = in.read();
    int length = in.read();
    if (type != 0x20 || length < 2) {
      return false;
    }
    byte[] rest = in.readNBytes(length);
    return rest.length == length && rest[1] == 0;
  }

  @Override
  byte[] malformedOpening() {
    byte[] id = random.nextBoolean() ? bytes(80) : "x".getBytes(StandardCharsets.US_ASCII);
    byte[] whole =
        switch (random.nextInt(4)) {
          case 0 -> connect(id, random.nextInt(256), 0xC2);
          case 1 -> connect(id, 4 + random.nextInt(2), random.nextInt(256));
          case 2 -> packet(random.nextInt(256), bytes(50));
          default -> connect(id, 4 + random.nextInt(2), 0xC2);
        };
    return random.nextBoolean() ? Corruption.of(whole, random) : whole;
  }

  @Override
  byte[] message() {
    MalformedCall call = CALLS[random.nextInt(CALLS.length)];
    byte[] payload = call.text("m" + ++messages, random).getBytes(StandardCharsets.UTF_8);
    byte[] own = publish("ocpp/1.6/" + identity + "/up", payload);
    return switch (random.nextInt(12)) {
      case 0 -> Corruption.of(own, random);
      case 1 -> publish("ocpp/1.6/" + identity + "/up", Corruption.of(payload, random));
      case 2 -> publish(new String(bytes(30), StandardCharsets.ISO_8859_1), payload);
      case 3 -> packet(random.nextInt(256), bytes(40));
      case 4 -> subscribe();
      case 5 -> announced();
      case 6 -> connect(identity.getBytes(StandardCharsets.UTF_8), level, 0xC2);
      default -> own;
    };
  }

  private byte[] subscribe() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    number(body, random.nextInt(3));
    if (level >= 5) {
      body.write(0);
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      string(body, random.nextBoolean() ? "#".getBytes(StandardCharsets.US_ASCII) : bytes(20));
      body.write(random.nextInt(4));
    }
    return packet(SUBSCRIBE, body.toByteArray());
  }

  private byte[] publish(String topic, byte[] payload) {
    int qos = random.nextInt(16);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    string(body, topic.getBytes(StandardCharsets.UTF_8));
    if ((qos & 6) != 0) {
      number(body, random.nextInt(5));
    }
    if (level >= 5) {
      body.write(0);
    }
    body.writeBytes(payload);
    return packet(PUBLISH | qos, body.toByteArray());
  }

  /** The head of a packet that says to be longer than anyone takes. */
  private byte[] announced() {
    return new byte[] {(byte) PUBLISH, -1, -1, -1, (byte) random.nextInt(256), 0, 1, 'x'};
  }

  private byte[] bytes(int most) {
    byte[] bytes = new byte[random.nextInt(most + 1)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] packet(int first, byte[] body) {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.write(first);
    int length = body.length;
    do {
      packet.write(length > 127 ? length & 127 | 128 : length);
      length >>= 7;
    } while (length > 0);
    packet.writeBytes(body);
    return packet.toByteArray();
  }

  private static void string(ByteArrayOutputStream to, byte[] text) {
    number(to, text.length);
    to.writeBytes(text);
  }

  private static void number(ByteArrayOutputStream to, int value) {
    to.write(value >> 8);
    to.write(value);
  }
}
