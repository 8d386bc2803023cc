package io.galvan.central.gateway.mqtt;

import io.galvan.central.session.CloseReason;
import io.galvan.central.session.Link;
import io.galvan.contract.registration.Chargers.Transport;
import io.vertx.core.buffer.Buffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session's wire over an external broker. The station's own connection is the broker's: we can
 * neither ping nor close it, only stop listening to it.
 */
final class BrokerLink implements Link {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerLink.class);

  /** The station behind the link. */
  interface Peer {
    /** The session wants to know whether the station lives. */
    void askedForLife();

    /** The station did not answer a CALL in time. */
    void unanswered();

    /** Reading goes on. */
    void resumed();

    /** The session ended. */
    void closed(CloseReason reason);
  }

  private final BrokerPublisher publisher;
  private final String brokerAddress;
  private final String downTopic;
  private final Peer peer;
  private boolean paused;

  BrokerLink(BrokerPublisher publisher, String brokerAddress, String downTopic, Peer peer) {
    this.publisher = publisher;
    this.brokerAddress = brokerAddress;
    this.downTopic = downTopic;
    this.peer = peer;
  }

  @Override
  public Transport transport() {
    return Transport.MQTT;
  }

  @Override
  public String remoteAddress() {
    return brokerAddress;
  }

  @Override
  public void send(String frame) {
    publisher
        .publish(downTopic, Buffer.buffer(frame), false)
        .onFailure(failure -> LOG.warn("{} is lost: {}", downTopic, failure.getMessage()));
  }

  @Override
  public void ping() {
    peer.askedForLife();
  }

  @Override
  public void unanswered() {
    peer.unanswered();
  }

  @Override
  public void pause(boolean pause) {
    paused = pause;
    if (!pause) {
      peer.resumed();
    }
  }

  boolean paused() {
    return paused;
  }

  @Override
  public void close(CloseReason reason) {
    peer.closed(reason);
  }
}
