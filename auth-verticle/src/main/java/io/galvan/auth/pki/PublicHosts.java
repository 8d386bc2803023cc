package io.galvan.auth.pki;

import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Finds the address of a server that a charging station or a certificate names, and refuses one
 * that is no public address: whoever names it must not have us ask what only we can reach. The
 * caller connects to the address found, so that a second look at the name cannot say otherwise. Not
 * thread-safe: for one event loop.
 */
final class PublicHosts {
  private static final int THREADS = 4;
  private static final int MAX_WAITING = 500;

  private final WorkerExecutor threads;
  private final boolean privateToo;
  private int waiting;

  /**
   * @param privateToo whether addresses of our own network may be asked
   */
  PublicHosts(Vertx vertx, boolean privateToo) {
    this.threads = vertx.createSharedWorkerExecutor("galvan-responder-names", THREADS);
    this.privateToo = privateToo;
  }

  /** The address of a host; UNAVAILABLE when it has none, or one of its addresses is not public. */
  Future<InetAddress> find(String host) {
    if (waiting >= MAX_WAITING) {
      return Future.failedFuture(
          new GalvanException(Fault.UNAVAILABLE, "too many host names wait to be looked up"));
    }
    waiting++;
    return threads.executeBlocking(() -> allowed(host), false).onComplete(done -> waiting--);
  }

  private InetAddress allowed(String host) {
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new GalvanException(Fault.UNAVAILABLE, "the host has no address");
    }
    for (InetAddress address : addresses) {
      if (!privateToo && !isPublic(address)) {
        throw new GalvanException(
            Fault.UNAVAILABLE,
            "the host is not public, and GALVAN_OCSP_PRIVATE_HOSTS does not allow it");
      }
    }
    return addresses[0];
  }

  /** Whether the address is one that the whole internet may reach (RFC 6890). */
  static boolean isPublic(InetAddress address) {
    if (address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
  }

  private static boolean isPublic4(byte[] bytes) {
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    boolean carrier = first == 100 && (second & 0xc0) == 64;
    boolean protocols = first == 192 && second == 0 && (bytes[2] == 0 || bytes[2] == 2);
    boolean benchmark = first == 198 && (second & 0xfe) == 18;
    return first != 0 && first < 240 && !carrier && !protocols && !benchmark;
  }

  /** Only what is given out to the internet, and no way to write an IPv4 address. */
  private static boolean isPublic6(byte[] bytes) {
    boolean global = (bytes[0] & 0xe0) == 0x20;
    boolean sixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
    boolean teredo = bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0 && bytes[3] == 0;
    return global && !sixToFour && !teredo;
  }

  Future<Void> close() {
    return threads.close();
  }
}
