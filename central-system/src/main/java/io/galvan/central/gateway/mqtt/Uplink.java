package io.galvan.central.gateway.mqtt;

import io.galvan.central.gateway.mqtt.Breaches.Breach;
import io.galvan.central.gateway.mqtt.Receipts.Receipt;
import io.galvan.central.session.ChargerSession;
import io.galvan.central.session.CloseReason;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one station publishes. A frame is acknowledged when it is durably handled, so that a crash
 * before that makes the station send it again. What cannot be handled yet waits; when much waits,
 * the socket is not read any more.
 */
final class Uplink {
  /** Bytes that may wait before the socket is not read any more. */
  private static final int AHEAD_BYTES = 64 * 1024;

  /**
   * Bytes that may wait while the station is to acknowledge what it was sent: its acknowledgements
   * stand behind its publishes, so it is read from until it has gone too far.
   */
  private static final int MOST_AHEAD_BYTES = 1 << 20;

  /** What a publish that waits takes besides its text. */
  private static final int OVERHEAD_BYTES = 64;

  /** Publishes that are handled and wait for the acknowledgement of one before. */
  private static final int MOST_RECEIPTS = 1_024;

  /** The same while the station is to acknowledge what it was sent. */
  private static final int MOST_RECEIPTS_AHEAD = 16_384;

  private record Waiting(Receipt receipt, String text, int bytes) {}

  private final MqttEndpoint endpoint;
  private final MqttGuard guard;
  private final String chargerId;
  private final Breaches breaches;
  private final Consumer<CloseReason> leave;
  private final Receipts receipts;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private int waitingBytes;
  private @Nullable MqttLink link;
  private @Nullable ChargerSession session;
  private boolean closed;

  /**
   * @param leave ends the connection
   */
  Uplink(MqttEndpoint endpoint, String chargerId, Breaches breaches, Consumer<CloseReason> leave) {
    this.endpoint = endpoint;
    this.guard = Objects.requireNonNull(MqttGuard.of(endpoint));
    this.chargerId = chargerId;
    this.breaches = breaches;
    this.leave = leave;
    this.receipts = new Receipts(endpoint);
    endpoint.publishAutoAck(false);
    endpoint.publishReleaseHandler(receipts::release);
  }

  /** The session that frames are for is open. */
  void opened(ChargerSession session, MqttLink link) {
    this.session = session;
    this.link = link;
    pump();
  }

  /** The connection is over: what was not handled is to come again. */
  void close() {
    closed = true;
    waiting.clear();
    waitingBytes = 0;
  }

  private void heard() {
    if (session != null) {
      session.heard();
    }
  }

  /** A message on the station's status topic. */
  void takeStatus(MqttPublishMessage message) {
    Receipt receipt = receipts.take(message);
    if (receipt != null) {
      heard();
      receipts.done(receipt, MqttPubAckReasonCode.SUCCESS);
      regulate();
    }
  }

  /** A message on the station's up topic. */
  void takeFrame(MqttPublishMessage message) {
    Receipt receipt = receipts.take(message);
    if (receipt == null) {
      return;
    }
    int bytes = message.payload().length();
    Optional<String> text =
        bytes > Payloads.MOST_BYTES
            ? Optional.empty()
            : Payloads.text(message.payload().getBytes());
    if (text.isPresent()) {
      waiting.add(new Waiting(receipt, text.get(), bytes + OVERHEAD_BYTES));
      waitingBytes += bytes + OVERHEAD_BYTES;
      pump();
    } else {
      discard(message, receipt, bytes > Payloads.MOST_BYTES);
      regulate();
    }
  }

  /**
   * Takes a message that nothing can be made of. It is acknowledged, since its sender would send it
   * again for ever; MQTT 5 can say what is wrong with it.
   */
  private void discard(MqttPublishMessage message, Receipt receipt, boolean tooLong) {
    breaches.record(
        chargerId, tooLong ? Breach.OversizedPayload : Breach.BrokenPayload, message.topicName());
    heard();
    receipts.done(
        receipt,
        tooLong
            ? MqttPubAckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR
            : MqttPubAckReasonCode.PAYLOAD_FORMAT_INVALID);
  }

  /** Has those that wait handled, as far as the session takes them now. */
  void pump() {
    while (session != null && link != null && !link.paused() && !waiting.isEmpty()) {
      Waiting next = waiting.remove();
      waitingBytes -= next.bytes();
      session
          .onFrame(next.text())
          .onSuccess(
              ok -> {
                receipts.done(next.receipt(), MqttPubAckReasonCode.SUCCESS);
                regulate();
              });
    }
    regulate();
  }

  /**
   * Reads from the socket as long as little waits. What waits for us will be handled without the
   * station's doing, so it is enough to stop; what waits for the station's acknowledgements needs
   * them read.
   */
  private void regulate() {
    if (closed) {
      return;
    }
    boolean needsAcknowledgements = link != null && link.isBehind();
    if (needsAcknowledgements
        && (waitingBytes >= MOST_AHEAD_BYTES || receipts.size() >= MOST_RECEIPTS_AHEAD)) {
      breaches.record(chargerId, Breach.TooManyMessages, endpoint.clientIdentifier());
      if (receipts.size() > Mqtt5.RECEIVE_MAXIMUM) {
        Mqtt5.goodbye(endpoint, MqttDisconnectReasonCode.RECEIVE_MAXIMUM_EXCEEDED);
      }
      leave.accept(CloseReason.Overloaded);
      return;
    }
    guard.pause(
        !needsAcknowledgements
            && (waitingBytes >= AHEAD_BYTES || receipts.size() >= MOST_RECEIPTS));
  }
}
