package io.galvan.central.gateway.mqtt;

import io.galvan.contract.registration.Identities;
import io.galvan.ocpp.OcppVersion;
import java.util.Optional;
import java.util.Set;

/**
 * Which topics are one station's own.
 *
 * @param versions that are spoken here
 */
record StationTopics(String chargerId, Set<OcppVersion> versions) {
  private static final int LEVELS = 4;

  /** The topic that this name means; empty when it is not the station's, or its version unknown. */
  Optional<ChargerTopic> own(String name) {
    return ChargerTopic.parse(name)
        .filter(topic -> isMine(topic) && versions.contains(topic.version()));
  }

  /** Whether it would be the station's own topic, were its version spoken here. */
  boolean isOfUnknownVersion(String name) {
    String[] levels = name.split("/", -1);
    if (levels.length != LEVELS || own(name).isPresent()) {
      return false;
    }
    String known = OcppVersion.V1_6.subprotocol().substring("ocpp".length());
    return ChargerTopic.parse(String.join("/", levels[0], known, levels[2], levels[3]))
        .filter(this::isMine)
        .isPresent();
  }

  private boolean isMine(ChargerTopic topic) {
    return Identities.same(topic.identity(), chargerId);
  }
}
