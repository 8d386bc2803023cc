package io.galvan.central.gateway;

import java.util.EnumMap;
import java.util.Map;

/**
 * The ports this node really listens on; they differ from the settings where those leave the choice
 * to the system.
 */
public final class Ports {
  /** What listens. */
  public enum Name {
    api,
    apiTls,
    ocpp,
    ocppTls,
    mqtt,
    mqttTls,
    ops
  }

  private final Map<Name, Integer> ports = new EnumMap<>(Name.class);

  /** Notes a port; may be called from any event loop. */
  public synchronized void put(Name name, int port) {
    ports.put(name, port);
  }

  /** The port; -1 when nothing listens there. */
  public synchronized int get(Name name) {
    return ports.getOrDefault(name, -1);
  }
}
