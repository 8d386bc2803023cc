package io.galvan.conformance;

/** The ways a charging station reaches the central system. */
public enum Transport {
  WebSocket,
  /** The central system's own MQTT listener. */
  MQTT,
  /** An external broker of MQTT. */
  Mosquitto;

  /** Whether the central system itself asks the station for its password. */
  public boolean asksForPassword() {
    return this != Mosquitto;
  }
}
