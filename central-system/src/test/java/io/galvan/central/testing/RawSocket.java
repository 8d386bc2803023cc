package io.galvan.central.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client that writes bytes as it likes, where a library would write them well. */
public final class RawSocket implements AutoCloseable {
  private static final int PATIENCE_MS = 10_000;

  private final Socket socket;
  private final DataInputStream input;
  private String head = "";

  /** Opcodes of RFC 6455, 5.2. */
  public static final int TEXT = 1;

  public static final int CONTINUATION = 0;
  private static final int CLOSE = 8;

  /** A frame from the server; of a close frame the code. */
  public record Received(int opcode, String text, int closeCode) {}

  private RawSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.input = new DataInputStream(socket.getInputStream());
    socket.setSoTimeout(PATIENCE_MS);
    socket.setTcpNoDelay(true);
  }

  /** A client on this socket, such as one of TLS. */
  public static RawSocket on(Socket socket) throws IOException {
    return new RawSocket(socket);
  }

  /** Connects from an address of loopback. */
  public static RawSocket open(String from, int port) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
    socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MS);
    return new RawSocket(socket);
  }

  /** Sends bytes as they are. */
  public void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Asks for a WebSocket of this station, with further headers. */
  public void upgrade(String identity, String... headers) throws IOException {
    StringBuilder request =
        new StringBuilder("GET /ocpp/" + identity + " HTTP/1.1\r\nHost: localhost\r\n")
            .append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n")
            .append("Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n")
            .append("Sec-WebSocket-Protocol: ocpp1.6\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads an answer's header; its status. */
  public int status() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (!bytes.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      bytes.write(input.readUnsignedByte());
    }
    head = bytes.toString(StandardCharsets.US_ASCII);
    return Integer.parseInt(head.split(" ", 3)[1]);
  }

  /** The header that was read last. */
  public String head() {
    return head;
  }

  /** Reads the body that belongs to that header, by its length. */
  public String body() throws IOException {
    for (String line : head.split("\r\n")) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        int length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
        return new String(input.readNBytes(length), StandardCharsets.UTF_8);
      }
    }
    throw new IOException("no length in " + head);
  }

  /** Reads on until the server closes; false when it does not within ten seconds. */
  public boolean isClosedByPeer() throws IOException {
    try {
      while (input.read() >= 0) {
        // the rest of an answer
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  /**
   * The bytes of a frame, masked with zeros.
   *
   * @param compressed sets RSV1 (RFC 7692)
   */
  public static byte[] frame(int opcode, boolean last, boolean compressed, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
    frame.put((byte) ((last ? 0x80 : 0) | (compressed ? 0x40 : 0) | opcode));
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else if (payload.length < 65_536) {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    frame.putInt(0).put(payload);
    byte[] bytes = new byte[frame.position()];
    frame.flip().get(bytes);
    return bytes;
  }

  /** Reads one frame. */
  public Received receive() throws IOException {
    int first = input.readUnsignedByte();
    int length = input.readUnsignedByte() & 0x7F;
    if (length == 126) {
      length = input.readUnsignedShort();
    } else if (length == 127) {
      length = Math.toIntExact(input.readLong());
    }
    byte[] payload = input.readNBytes(length);
    int opcode = first & 0xF;
    int code = opcode == CLOSE ? ByteBuffer.wrap(payload).getShort() : 0;
    return new Received(opcode, new String(payload, StandardCharsets.UTF_8), code);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
