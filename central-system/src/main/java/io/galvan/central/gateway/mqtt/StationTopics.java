package io.galvan.central.gateway.mqtt;

import io.galvan.contract.registration.Identities;
import io.galvan.ocpp.MqttTopics;
import io.galvan.ocpp.OcppVersion;
import java.util.Optional;
import java.util.Set;

/**
 * Which topics are one station's own.
 *
 * @param versions that are spoken here
 */
record StationTopics(MqttTopics names, String chargerId, Set<OcppVersion> versions) {
  /** The topic that this name means; empty when it is not the station's, or its version unknown. */
  Optional<ChargerTopic> own(String name) {
    return ChargerTopic.parse(names, name)
        .filter(topic -> isMine(topic.identity()) && versions.contains(topic.version()));
  }

  /** Whether it would be the station's own topic, were its version spoken here. */
  boolean isOfUnknownVersion(String name) {
    return own(name).isEmpty()
        && ChargerTopic.identityOf(names, name).filter(this::isMine).isPresent();
  }

  private boolean isMine(String identity) {
    return Identities.same(identity, chargerId);
  }
}
