package io.galvan.central.gateway.mqtt;

import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Chargers;
import io.galvan.platform.contract.Chargers.Notice;
import io.galvan.platform.contract.Chargers.NoticeKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what a station did over MQTT that it may not do, as its security event. */
final class Breaches {
  private static final Logger LOG = LoggerFactory.getLogger(Breaches.class);
  private static final int DETAIL_LENGTH = 255;

  enum Breach {
    /** It published on a topic that is not its own. */
    ForeignTopicPublish,
    /** It subscribed to a topic that is not its own. */
    ForeignTopicSubscribe,
    /** Its last will is for a topic that is not its own. */
    ForeignTopicWill,
    /** It sent what is no text. */
    BrokenPayload,
    /** It sent more than a frame may have. */
    OversizedPayload,
    /** It sends more than is taken up. */
    TooManyMessages
  }

  private final Bus bus;

  Breaches(Bus bus) {
    this.bus = bus;
  }

  void record(String chargerId, Breach breach, String topic) {
    LOG.warn("{}: {} on {}", chargerId, breach, topic);
    bus.request(
            Chargers.NOTICE,
            new Notice(
                chargerId,
                NoticeKind.SecurityEvent,
                breach.name(),
                null,
                topic.length() > DETAIL_LENGTH ? topic.substring(0, DETAIL_LENGTH) : topic,
                null))
        .onFailure(failure -> LOG.warn("that could not be recorded: {}", failure.getMessage()));
  }
}
