package io.galvan.central.gateway.mqtt;

import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.mqtt.messages.MqttPublishMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one station said at the external broker and is not handled yet, in order. Some messages are
 * handed over at once, the others wait here; each is acknowledged when it is handled, so a station
 * goes ahead as fast as its messages are stored. For one event loop.
 */
final class BrokerLane {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerLane.class);

  /** As many as a session takes ahead. */
  static final int MOST_HANDED = 16;

  private static final int MOST_HANDED_BYTES = Payloads.MOST_BYTES;

  /** Hand-overs that fail by a fault of ours, see {@link Fault#INTERNAL}. */
  static final int MOST_TRIES = 3;

  private static final long FIRST_PAUSE_MS = 250;
  private static final int MOST_DOUBLINGS = 5;

  /** What a lane needs of the reader. */
  interface Reader {
    /**
     * Gives the message to a node; the answer says that it is handled.
     *
     * @param round of the lane, in which it is handed over
     */
    Future<?> hand(BrokerLane lane, Delivery delivery, long round);

    /** A number that no round of a lane had before. */
    long nextRound();

    /** Keeps a message that we fail on for an operator; it counts as handled when that is done. */
    Future<?> giveUp(Delivery delivery, GalvanException fault);

    /** The message takes no more room. */
    void released(BrokerLane lane, Delivery delivery);

    void after(long pauseMs, Runnable action);
  }

  private final String statusTopic;
  private final Reader reader;
  private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();
  private final Set<Delivery> handed = new LinkedHashSet<>();

  /** Came on a connection that is gone and not again yet; some are handled, others not. */
  private final Set<Delivery> stale = new LinkedHashSet<>();

  private @Nullable String nodeId;
  private boolean present;

  /** Its status came on the connection that stands. */
  private boolean told;

  private long bytes;
  private int handedBytes;

  /** Later messages were left at the broker, so all that follow are. */
  private boolean leaving;

  private boolean held;
  private int underWay;
  private boolean failed;
  private int failures;
  private @Nullable GalvanException fault;

  /** Another one whenever all is handed over anew; an answer to an older round is nothing. */
  private long round;

  BrokerLane(String statusTopic, Reader reader) {
    this.statusTopic = statusTopic;
    this.reader = reader;
    this.round = reader.nextRound();
  }

  String statusTopic() {
    return statusTopic;
  }

  /** The node that the station's messages go to; null before the first. */
  @Nullable String nodeId() {
    return nodeId;
  }

  void nodeId(@Nullable String node) {
    nodeId = node;
  }

  boolean present() {
    return present;
  }

  /** The station's status was told. */
  void told(Presence presence) {
    present = presence == Presence.online;
    told = true;
  }

  /** Whether it was online and the broker has no status of it any more; it is unknown then. */
  boolean hasLostItsStatus() {
    boolean lost = present && !told;
    present = present && told;
    return lost;
  }

  /** What its messages take. */
  long bytes() {
    return bytes;
  }

  /** Whether nothing needs to be known of the station any more. */
  boolean isIdle() {
    return bytes == 0 && !present && !leaving;
  }

  boolean isLeaving() {
    return leaving;
  }

  /** There is no room for a message; it and all that follow are left at the broker. */
  void leave() {
    leaving = true;
  }

  /** Nothing is handed over any more. */
  void hold() {
    held = true;
  }

  void take(Delivery delivery) {
    bytes += delivery.bytes();
    waiting.add(delivery);
    pump();
  }

  // ---- the connection to the broker

  /** What is not acknowledged comes again, in order, and what was left with it. */
  void connectionLost() {
    leaving = false;
    told = false;
    stale.removeIf(delivery -> !delivery.isHandled());
    stale.addAll(handed);
    stale.addAll(waiting);
    stale.forEach(Delivery::connectionLost);
  }

  /** Whether it is a message that is here already, and came again on the new connection. */
  boolean knows(MqttPublishMessage message) {
    Iterator<Delivery> before = stale.iterator();
    while (before.hasNext()) {
      Delivery delivery = before.next();
      if (delivery.isAgain(message)) {
        before.remove();
        delivery.cameAgain(message);
        if (delivery.isHandled()) {
          delivery.acknowledge();
          release(delivery);
        }
        return true;
      }
    }
    return false;
  }

  /** The broker has sent all again that it had; the rest it has forgotten, or knows as handled. */
  void settle() {
    List<Delivery> forgotten = List.copyOf(stale);
    stale.clear();
    forgotten.stream().filter(Delivery::isHandled).forEach(this::release);
  }

  // ---- the way to the node

  private void pump() {
    while (!held && !failed && handed.size() < MOST_HANDED && !waiting.isEmpty()) {
      Delivery next = waiting.getFirst();
      if (!handed.isEmpty() && !mayJoin(next)) {
        return;
      }
      hand(waiting.removeFirst());
    }
  }

  /** A status may end the session or begin one, so it is handed over alone. */
  private boolean mayJoin(Delivery next) {
    return !isStatus(next)
        && !isStatus(handed.iterator().next())
        && handedBytes + next.bytes() <= MOST_HANDED_BYTES;
  }

  private boolean isStatus(Delivery delivery) {
    return delivery.topic().equals(statusTopic);
  }

  private void hand(Delivery delivery) {
    handed.add(delivery);
    handedBytes += delivery.bytes();
    underWay++;
    long now = round;
    reader
        .hand(this, delivery, now)
        .onComplete(
            (done, failure) -> {
              if (round != now) {
                return;
              }
              underWay--;
              if (failure == null) {
                failures = 0;
                handled(delivery);
              } else {
                failed(delivery, failure);
              }
              if (!failed) {
                pump();
              } else if (underWay == 0) {
                again();
              }
            });
  }

  private void handled(Delivery delivery) {
    handed.remove(delivery);
    handedBytes -= delivery.bytes();
    delivery.handled();
    if (delivery.canBeAcknowledged()) {
      delivery.acknowledge();
      release(delivery);
    } else if (!stale.contains(delivery)) {
      release(delivery);
    }
  }

  private void release(Delivery delivery) {
    bytes -= delivery.bytes();
    reader.released(this, delivery);
  }

  private void failed(Delivery delivery, Throwable failure) {
    LOG.info("{} is handed over again: {}", delivery.topic(), failure.getMessage());
    failed = true;
    if (failure instanceof GalvanException known && known.fault() == Fault.INTERNAL) {
      fault = known;
      delivery.triedInVain();
    }
  }

  /**
   * None is under way: all that is not handled is handed over once more, in order, but what we
   * failed on too often.
   */
  private void again() {
    GalvanException ours = fault;
    List<Delivery> hopeless =
        handed.stream().filter(delivery -> delivery.tries() >= MOST_TRIES).toList();
    long now = round;
    List<Future<?>> given = new ArrayList<>();
    for (Delivery delivery : hopeless) {
      given.add(
          reader
              .giveUp(delivery, ours == null ? new GalvanException(Fault.INTERNAL, "") : ours)
              .onSuccess(
                  kept -> {
                    if (round == now) {
                      handled(delivery);
                    }
                  }));
    }
    Future.join(given)
        .onComplete(
            (kept, failure) -> {
              long pause =
                  failure == null && !hopeless.isEmpty()
                      ? 1
                      : FIRST_PAUSE_MS << Math.min(failures++, MOST_DOUBLINGS);
              reader.after(
                  pause,
                  () -> {
                    if (round == now) {
                      startAnew();
                    }
                  });
            });
  }

  /** Hands over all that is not handled, in order. */
  void startAnew() {
    round = reader.nextRound();
    underWay = 0;
    failed = false;
    List<Delivery> before = List.copyOf(handed);
    handed.clear();
    handedBytes = 0;
    for (int i = before.size() - 1; i >= 0; i--) {
      waiting.addFirst(before.get(i));
    }
    pump();
  }

  /** Nobody is answered any more, and nothing acknowledged. */
  void forget() {
    round = reader.nextRound();
    waiting.clear();
    handed.clear();
    stale.clear();
  }
}
