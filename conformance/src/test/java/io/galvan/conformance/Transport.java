package io.galvan.conformance;

/** The ways a charging station reaches the central system. */
enum Transport {
  WebSocket,
  MQTT
}
