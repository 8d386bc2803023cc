package io.galvan.central.gateway.mqtt;

import io.galvan.central.gateway.mqtt.LastStates.Outgoing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What one client is sent at QoS 1: no more messages are in flight than it takes at once (MQTT 5,
 * 3.3.4 and 4.9), the rest wait behind, in order. How much waits is for the owner to bound.
 */
final class Outbox {
  private static final int MAX_PACKET_ID = 65_535;

  /** What a message takes besides its text. */
  private static final int OVERHEAD_CHARS = 128;

  /**
   * A message that the client has not acknowledged yet.
   *
   * @param packetId 0 when it was not sent yet
   * @param sinceNanos when it was to be sent
   */
  record Message(int packetId, Outgoing content, long sinceNanos) {
    int chars() {
      return content.topic().length() + content.payload().length() + OVERHEAD_CHARS;
    }
  }

  /** The connection. */
  interface Wire {
    /** Sends the message at QoS 1; again: it was sent before. */
    void publish(Message message, boolean again);
  }

  private final int mostInFlight;
  private final Wire wire;
  private final LinkedHashMap<Integer, Message> inFlight = new LinkedHashMap<>();
  private final ArrayDeque<Message> unsent = new ArrayDeque<>(0);
  private int chars;
  private int packetId;

  Outbox(int mostInFlight, Wire wire) {
    this.mostInFlight = mostInFlight;
    this.wire = wire;
  }

  /** Sends a message, now or when the client has acknowledged enough of those before. */
  void send(Outgoing content) {
    add(new Message(0, content, System.nanoTime()));
    pump();
  }

  /** Sends what an earlier connection of the client sent, or was to send, and it never took. */
  void sendAgain(List<Message> earlier) {
    earlier.forEach(message -> packetId = Math.max(packetId, message.packetId()));
    earlier.forEach(this::add);
    pump();
  }

  private void add(Message message) {
    unsent.add(message);
    chars += message.chars();
  }

  private void pump() {
    while (inFlight.size() < mostInFlight && !unsent.isEmpty()) {
      Message message = unsent.remove();
      boolean again = message.packetId() > 0;
      Message sent =
          again ? message : new Message(nextId(), message.content(), message.sinceNanos());
      inFlight.put(sent.packetId(), sent);
      wire.publish(sent, again);
    }
  }

  private int nextId() {
    do {
      packetId = packetId % MAX_PACKET_ID + 1;
    } while (inFlight.containsKey(packetId));
    return packetId;
  }

  /** The client has acknowledged the message with this packet id. */
  void acknowledged(int id) {
    Message message = inFlight.remove(id);
    if (message != null) {
      chars -= message.chars();
      pump();
    }
  }

  /** Forgets what was not sent yet; what was is still to be acknowledged. */
  void dropUnsent() {
    for (Iterator<Message> each = unsent.iterator(); each.hasNext(); ) {
      Message message = each.next();
      if (message.packetId() == 0) {
        chars -= message.chars();
        each.remove();
      }
    }
  }

  /** What is not acknowledged, in order. */
  List<Message> all() {
    List<Message> all = new ArrayList<>(inFlight.values());
    all.addAll(unsent);
    return all;
  }

  /** How many messages are not acknowledged. */
  int size() {
    return inFlight.size() + unsent.size();
  }

  /** The characters of all that is not acknowledged, and what keeping it takes. */
  int chars() {
    return chars;
  }
}
