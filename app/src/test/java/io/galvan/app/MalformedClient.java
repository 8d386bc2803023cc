package io.galvan.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Random;

/**
 * A client that sends malformed bytes over a raw socket, from changing loopback addresses. It keeps
 * a connection for as long as the server does, and opens another when it was cut. For one thread.
 */
abstract class MalformedClient implements AutoCloseable {
  private static final int PATIENCE_MS = 10_000;

  private final int port;
  final String identity;
  final Random random;
  private Socket socket;
  private int cuts;

  MalformedClient(int port, String identity, Random random) {
    this.port = port;
    this.identity = identity;
    this.random = random;
  }

  /** Sends the next malformed handshake or message. */
  void next() throws IOException {
    if (random.nextInt(10) == 0) {
      handshake();
      return;
    }
    if (socket == null) {
      socket = connect();
      socket.getOutputStream().write(opening());
      if (!opened(socket.getInputStream())) {
        cut();
        return;
      }
    }
    try {
      socket.getOutputStream().write(message());
      listen();
    } catch (IOException e) {
      cut();
    }
  }

  /** How often the server ended a connection. */
  int cuts() {
    return cuts;
  }

  /** A handshake that lets this client in. */
  abstract byte[] opening();

  /** Reads the answer to the opening; false when it was refused. */
  abstract boolean opened(InputStream in) throws IOException;

  /** A malformed handshake, for a connection of its own. */
  abstract byte[] malformedOpening();

  /** A malformed message, for a connection that is open. */
  abstract byte[] message();

  private void handshake() throws IOException {
    try (Socket stranger = connect()) {
      stranger.getOutputStream().write(malformedOpening());
      stranger.setSoTimeout(2);
      stranger.getInputStream().read(new byte[4_096]);
    } catch (SocketTimeoutException e) {
      // it waits for more; who opened it goes away
    } catch (IOException e) {
      cuts++;
    }
  }

  private Socket connect() throws IOException {
    Socket opened = new Socket();
    opened.setTcpNoDelay(true);
    opened.bind(
        new InetSocketAddress(
            "127." + (1 + random.nextInt(250)) + "." + random.nextInt(250) + ".7", 0));
    opened.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MS);
    opened.setSoTimeout(PATIENCE_MS);
    return opened;
  }

  /** Takes what has come, so that the server can go on writing, and notices when it has closed. */
  private void listen() throws IOException {
    socket.setSoTimeout(1);
    byte[] taken = new byte[65_536];
    try {
      int read;
      do {
        read = socket.getInputStream().read(taken);
      } while (read == taken.length);
      if (read < 0) {
        cut();
      }
    } catch (SocketTimeoutException e) {
      // nothing to be read, and still open
    }
  }

  private void cut() throws IOException {
    cuts++;
    close();
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
