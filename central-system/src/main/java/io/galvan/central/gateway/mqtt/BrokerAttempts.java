package io.galvan.central.gateway.mqtt;

import io.galvan.central.gateway.AttemptLog;
import io.galvan.central.gateway.Refusal;
import io.galvan.contract.connection.ConnectionAttempts.Attempt;
import io.galvan.contract.connection.ConnectionAttempts.Outcome;
import io.galvan.contract.registration.Chargers.Transport;
import io.galvan.contract.registration.Identities;
import io.galvan.ocpp.MqttTopics;
import io.galvan.platform.config.MqttSettings.Broker;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells who comes in over the external broker and who is refused. A refused station sends on, since
 * the broker lets it; it is told of once a minute. For one event loop.
 */
final class BrokerAttempts {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerAttempts.class);
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int MOST_REMEMBERED = 10_000;
  private static final int MOST_A_MINUTE = 1_000;
  private static final int TOPIC_LENGTH = 200;

  private final AttemptLog attempts;
  private final Clock clock;
  private final Broker broker;
  private final MqttTopics names;

  private long minuteBegan = System.nanoTime();
  private int toldInMinute;

  /** When each refused identity was told of last, the longest ago first. */
  private final Map<String, Long> told =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  BrokerAttempts(AttemptLog attempts, Clock clock, Broker broker, MqttTopics names) {
    this.names = names;
    this.attempts = attempts;
    this.clock = clock;
    this.broker = broker;
  }

  /** The station has a session. */
  void accepted(ChargerTopic topic) {
    record(topic.identity(), topic.name(), Outcome.accepted);
  }

  /** Nothing of this topic is taken, as its name is none. */
  void refused(String topic) {
    ChargerTopic.Flaw flaw = ChargerTopic.flaw(names, topic);
    refused(topic, flaw.identity(), flaw.outcome(), flaw.reason());
  }

  /** The station was not let in. */
  void refused(ChargerTopic topic, Refusal refusal) {
    refused(
        topic.name(), topic.identity(), refusal.outcome(), String.valueOf(refusal.getMessage()));
  }

  private void refused(String topic, String identity, Outcome outcome, String reason) {
    long now = System.nanoTime();
    String key = outcome + " " + cut(identity, Identities.MAX_LENGTH);
    Long before = told.remove(key);
    boolean news = before == null || now - before >= QUIET_NANOS;
    told.put(key, before == null || news ? now : before);
    if (news && mayTell(now)) {
      LOG.warn("what is published on {} is not taken: {}", cut(topic, TOPIC_LENGTH), reason);
      record(identity, topic, outcome);
    }
  }

  /** Whoever may publish on any topic can name any number of identities. */
  private boolean mayTell(long now) {
    if (now - minuteBegan >= QUIET_NANOS) {
      minuteBegan = now;
      toldInMinute = 0;
    }
    return toldInMinute++ < MOST_A_MINUTE;
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }

  /** The broker's address stands for the station's, which it does not tell. */
  private void record(String identity, String topic, Outcome outcome) {
    attempts.record(
        Attempt.of(
            clock.instant(),
            identity,
            broker.host(),
            Transport.MQTT,
            topic,
            broker.secure(),
            outcome));
  }
}
