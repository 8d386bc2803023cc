package io.galvan.platform.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Ports for servers that must know theirs before they listen, or listen on it twice. One that is
 * merely found free may be gone a moment later, to an outgoing connection: those get theirs from
 * the same range, and stations that call a server that is down get very many.
 */
public final class FreePort {
  /** What holds the ports until the process ends: bound, but not listening. */
  private static final Queue<Socket> HELD = new ConcurrentLinkedQueue<>();

  private FreePort() {}

  /** A port of loopback that nobody gets but a server that binds to it by number. */
  public static int next() {
    try {
      Socket socket = new Socket();
      // Both sides must allow it to share the address; servers do.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      HELD.add(socket);
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
