package io.galvan.central.gateway.mqtt;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a station's status topic says of it. */
enum Presence {
  /** It is connected to the broker. */
  online,
  /** It said goodbye, or the broker did in its name. */
  offline,
  /**
   * Nothing that can be understood, or nothing at all: only what it sends tells that it is there.
   */
  unknown;

  /** What a status means. */
  static Presence of(byte @Nullable [] payload) {
    String text = payload == null ? "" : new String(payload, StandardCharsets.UTF_8).strip();
    return switch (text) {
      case "online" -> online;
      case "offline" -> offline;
      default -> unknown;
    };
  }
}
