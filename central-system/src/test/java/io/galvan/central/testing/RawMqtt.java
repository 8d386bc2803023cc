package io.galvan.central.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A client of MQTT 3.1.1 or 5 that writes packets as it likes, where a library would not. */
public final class RawMqtt implements AutoCloseable {
  public static final int CONNECT = 0x10;
  public static final int CONNACK = 0x20;
  public static final int PUBLISH = 0x30;
  public static final int PUBACK = 0x40;
  public static final int PUBREC = 0x50;
  public static final int PUBREL = 0x60;
  public static final int PUBCOMP = 0x70;
  public static final int SUBSCRIBE = 0x80;
  public static final int SUBACK = 0x90;
  public static final int UNSUBSCRIBE = 0xA0;
  public static final int UNSUBACK = 0xB0;
  public static final int PINGREQ = 0xC0;
  public static final int PINGRESP = 0xD0;
  public static final int DISCONNECT = 0xE0;

  /** What {@link #receive} gives when the server has closed the connection. */
  public static final int END = -1;

  private static final int FIVE = 5;
  private static final int PATIENCE_MS = 10_000;

  private final Socket socket;
  private final DataInputStream in;
  private final int level;

  /** A packet from the server: its type, its flags, and what follows the fixed header. */
  public record Packet(int type, int flags, byte[] body) {
    /** The two bytes at this place, as a number. */
    public int number(int at) {
      return ByteBuffer.wrap(body).getShort(at) & 0xFFFF;
    }

    /** Of a PUBLISH. */
    public String topic() {
      return new String(body, 2, number(0), StandardCharsets.UTF_8);
    }

    /** Of a PUBLISH; 0 for QoS 0. */
    public int packetId() {
      return (flags & 6) == 0 ? 0 : number(2 + number(0));
    }

    /** Of a PUBLISH without properties to a client of this level. */
    private String payload(int level) {
      int begin = 2 + number(0) + ((flags & 6) == 0 ? 0 : 2) + (level == FIVE ? 1 : 0);
      return new String(body, begin, body.length - begin, StandardCharsets.UTF_8);
    }
  }

  private RawMqtt(Socket socket, int level) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.level = level;
  }

  /**
   * Connects by TCP only.
   *
   * @param level 4 for MQTT 3.1.1, 5
   */
  public static RawMqtt open(int port, int level) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MS);
    socket.setSoTimeout(PATIENCE_MS);
    socket.setTcpNoDelay(true);
    return new RawMqtt(socket, level);
  }

  // ---- packets

  public static byte[] bytes(int... bytes) {
    byte[] out = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      out[i] = (byte) bytes[i];
    }
    return out;
  }

  public static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 + bytes.length).putShort((short) bytes.length).put(bytes).array();
  }

  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** A packet with this first byte. */
  public static byte[] packet(int first, byte[]... parts) {
    byte[] body = join(parts);
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.write(first);
    int rest = body.length;
    do {
      packet.write((rest & 0x7F) | (rest > 0x7F ? 0x80 : 0));
      rest >>>= 7;
    } while (rest > 0);
    packet.writeBytes(body);
    return packet.toByteArray();
  }

  /** Its properties, of less than 128 bytes; none for 3.1.1. */
  private byte[] properties(byte[]... properties) {
    byte[] all = join(properties);
    return level == FIVE ? join(bytes(all.length), all) : bytes();
  }

  /** A CONNECT with a clean session. */
  public byte[] connect(String id, String password, byte[]... properties) {
    return connect(id, password, 2, 60, properties);
  }

  /**
   * @param flags without those of user name and password
   */
  public byte[] connect(
      String id, String password, int flags, int keepAliveS, byte[]... properties) {
    boolean known = password != null;
    return packet(
        CONNECT,
        text("MQTT"),
        bytes(level, flags | (known ? 0xC0 : 0), keepAliveS >> 8, keepAliveS & 0xFF),
        properties(properties),
        text(id),
        known ? join(text(id), text(password)) : bytes());
  }

  public byte[] subscribe(int packetId, String... filters) {
    byte[] all = bytes();
    for (String filter : filters) {
      all = join(all, text(filter), bytes(1));
    }
    return packet(SUBSCRIBE | 2, bytes(packetId >> 8, packetId & 0xFF), properties(), all);
  }

  public byte[] unsubscribe(int packetId, String... filters) {
    byte[] all = bytes();
    for (String filter : filters) {
      all = join(all, text(filter));
    }
    return packet(UNSUBSCRIBE | 2, bytes(packetId >> 8, packetId & 0xFF), properties(), all);
  }

  /** A PUBLISH at QoS 1. */
  public byte[] publish(int packetId, String topic, String payload, byte[]... properties) {
    return publish(packetId, topic, payload.getBytes(StandardCharsets.UTF_8), properties);
  }

  public byte[] publish(int packetId, String topic, byte[] payload, byte[]... properties) {
    return packet(
        PUBLISH | 2,
        text(topic),
        bytes(packetId >> 8, packetId & 0xFF),
        properties(properties),
        payload);
  }

  public byte[] acknowledge(int packetId) {
    return packet(PUBACK, bytes(packetId >> 8, packetId & 0xFF));
  }

  // ---- the connection

  public void write(byte[]... packets) throws IOException {
    socket.getOutputStream().write(join(packets));
  }

  /** Writes as much as the server takes; false when it has closed the connection. */
  public boolean tryWrite(byte[]... packets) {
    try {
      write(packets);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The next packet; one of type END when the connection is closed. */
  public Packet receive() throws IOException {
    try {
      int first = in.read();
      if (first == END) {
        return new Packet(END, 0, bytes());
      }
      int length = 0;
      int shift = 0;
      int next;
      do {
        next = in.readUnsignedByte();
        length |= (next & 0x7F) << shift;
        shift += 7;
      } while (next > 0x7F);
      byte[] body = new byte[length];
      in.readFully(body);
      return new Packet(first & 0xF0, first & 0x0F, body);
    } catch (SocketException | EOFException reset) {
      return new Packet(END, 0, bytes());
    }
  }

  /** The next packet of this type; those before it are dropped. */
  public Packet receive(int type) throws IOException {
    Packet packet = receive();
    while (packet.type() != type && packet.type() != END) {
      packet = receive();
    }
    if (packet.type() != type) {
      throw new AssertionError("the connection closed before the packet came");
    }
    return packet;
  }

  /** The payload of the next PUBLISH, which is acknowledged. */
  public String receivePayload() throws IOException {
    Packet publish = receive(PUBLISH);
    if (publish.packetId() > 0) {
      write(acknowledge(publish.packetId()));
    }
    return payload(publish);
  }

  public String payload(Packet publish) {
    return publish.payload(level);
  }

  /** Whether the connection is closed, whatever comes before that. */
  public boolean awaitEnd() throws IOException {
    while (receive().type() != END) {
      // What it was sent before.
    }
    return true;
  }

  /** Closes without a goodbye. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
