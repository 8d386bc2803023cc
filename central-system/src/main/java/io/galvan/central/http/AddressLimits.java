package io.galvan.central.http;

import io.galvan.platform.config.ConnectionSettings;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many connections an address may have at the ports of one kind, on all event loops of this
 * node together: handshakes under way, refusals a minute, and open connections. An IPv6 address
 * counts by its first 64 bits. All methods may be called from any thread.
 */
public final class AddressLimits implements Shareable {
  /** Which ports count together: an address that floods one kind is still heard at the others. */
  public enum Kind {
    /** OCPP over WebSocket and MQTT. */
    stations,
    api,
    ops
  }

  /** What becomes of a new connection. */
  enum Verdict {
    ENTER,
    /** As many handshakes as may be are under way; it waits for one of them to end. */
    WAIT,
    CLOSE
  }

  /** Connections of one address that wait for a handshake to end. */
  private static final int MOST_WAITING = 1_000;

  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ConnectionSettings settings;
  private final LongSupplier nanoTime;
  private final Map<String, Address> addresses = new HashMap<>();
  private long sweptNanos;

  private static final class Address {
    private int open;
    private int underWay;
    private int refused;
    private long refusedSince;
    private long recordedNanos;
    private boolean recorded;
    private @Nullable ArrayDeque<Runnable> waiting;
  }

  /**
   * @param nanoTime a clock that only goes forward, in nanoseconds
   */
  AddressLimits(ConnectionSettings settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.sweptNanos = nanoTime.getAsLong();
  }

  /** Those of this Vert.x. */
  public static AddressLimits of(Vertx vertx, Kind kind, ConnectionSettings settings) {
    return vertx
        .sharedData()
        .<String, AddressLimits>getLocalMap("galvan.addresses")
        .computeIfAbsent(kind.name(), key -> new AddressLimits(settings, System::nanoTime));
  }

  ConnectionSettings settings() {
    return settings;
  }

  /**
   * A connection comes. Where it may ENTER, it is open with a handshake under way; where it is to
   * WAIT, it is open, and the turn is run when its handshake may begin, and is under way then.
   */
  synchronized Verdict arrive(String network, boolean closedToRefused, Runnable turn) {
    sweep();
    Address address = addresses.computeIfAbsent(network, key -> new Address());
    if (address.open >= settings.connectionsPerAddress()
        || (closedToRefused && isClosed(address))) {
      return Verdict.CLOSE;
    }
    if (address.underWay < settings.handshakesPerAddress()) {
      address.open++;
      address.underWay++;
      return Verdict.ENTER;
    }
    if (address.waiting == null) {
      address.waiting = new ArrayDeque<>(4);
    }
    if (address.waiting.size() >= MOST_WAITING) {
      return Verdict.CLOSE;
    }
    address.open++;
    address.waiting.add(turn);
    return Verdict.WAIT;
  }

  /**
   * A request comes by a trusted proxy, whose connection was not counted until now; it does not
   * wait, since its header is read already.
   */
  synchronized boolean enterBehindProxy(String network) {
    Address address = addresses.get(network);
    return (address == null || address.underWay < settings.handshakesPerAddress())
        && arrive(network, false, () -> {}) == Verdict.ENTER;
  }

  /** One that waits does so no more; false when its turn has come already. */
  synchronized boolean giveUp(String network, Runnable turn) {
    Address address = addresses.get(network);
    return address != null && address.waiting != null && address.waiting.remove(turn);
  }

  /** A handshake is over; the next one that waits begins. */
  void handshakeEnds(String network) {
    Runnable next = null;
    synchronized (this) {
      Address address = addresses.get(network);
      if (address == null) {
        return;
      }
      if (address.waiting != null) {
        next = address.waiting.poll();
        address.waiting = address.waiting.isEmpty() ? null : address.waiting;
      }
      // The one that waited takes the place of the one that ended.
      address.underWay -= next == null ? 1 : 0;
    }
    if (next != null) {
      next.run();
    }
  }

  /** A connection that was open is closed. */
  synchronized void leaves(String network) {
    Address address = addresses.get(network);
    if (address != null) {
      address.open--;
      forget(network, address);
    }
  }

  /** A connection was refused for what it showed, such as a wrong password. */
  public synchronized void refused(String network) {
    Address address = addresses.computeIfAbsent(network, key -> new Address());
    long now = nanoTime.getAsLong();
    if (address.refused == 0 || now - address.refusedSince > MINUTE_NANOS) {
      address.refused = 0;
      address.refusedSince = now;
    }
    address.refused++;
  }

  /** Whether so many connections of the address were refused that no more is looked at now. */
  public synchronized boolean isClosedTo(String network) {
    Address address = addresses.get(network);
    return address != null && isClosed(address);
  }

  private boolean isClosed(Address address) {
    return address.refused >= settings.refusedPerMinute()
        && nanoTime.getAsLong() - address.refusedSince <= MINUTE_NANOS;
  }

  /** Whether a refusal for these limits is to be recorded: one a second and address is. */
  synchronized boolean mayRecord(String network) {
    Address address = addresses.computeIfAbsent(network, key -> new Address());
    long now = nanoTime.getAsLong();
    if (address.recorded && now - address.recordedNanos < SECOND_NANOS) {
      return false;
    }
    address.recorded = true;
    address.recordedNanos = now;
    return true;
  }

  synchronized int open(String network) {
    Address address = addresses.get(network);
    return address == null ? 0 : address.open;
  }

  synchronized int known() {
    return addresses.size();
  }

  private void forget(String network, Address address) {
    long now = nanoTime.getAsLong();
    if (address.open == 0
        && (address.refused == 0 || now - address.refusedSince > MINUTE_NANOS)
        && (!address.recorded || now - address.recordedNanos > SECOND_NANOS)) {
      addresses.remove(network);
    }
  }

  /** Addresses that left nothing but an old refusal. */
  private void sweep() {
    long now = nanoTime.getAsLong();
    if (now - sweptNanos > MINUTE_NANOS) {
      sweptNanos = now;
      Map.copyOf(addresses).forEach(this::forget);
    }
  }
}
