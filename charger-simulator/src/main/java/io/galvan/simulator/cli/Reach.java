package io.galvan.simulator.cli;

import io.galvan.simulator.cli.Exit.CouldNotRun;
import io.galvan.simulator.transport.ConnectFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for a server, on the command's own thread. */
final class Reach {
  private static final int CONNECT_MS = 5_000;
  private static final Duration LOOK = Duration.ofMillis(50);

  private Reach() {}

  /** Waits until somebody listens; {@link CouldNotRun} when nobody does in time. */
  static void await(String host, int port, Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (true) {
      try (Socket socket = new Socket()) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
          throw new UnknownHostException(host);
        }
        socket.connect(address, CONNECT_MS);
        return;
      } catch (IOException absent) {
        if (System.nanoTime() >= end) {
          throw new CouldNotRun(
              String.valueOf(ConnectFailure.of(absent, host + ":" + port).getMessage()));
        }
      }
      pass(LOOK);
    }
  }

  /** Waits until something holds; tells whether it came in time. */
  static boolean await(BooleanSupplier holds, Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() >= end) {
        return false;
      }
      pass(LOOK);
    }
    return true;
  }

  /** Nobody counts the latch down: the wait ends with its time. */
  static void pass(Duration time) throws InterruptedException {
    boolean counted = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
    if (counted) {
      throw new IllegalStateException();
    }
  }
}
