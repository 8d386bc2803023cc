package io.galvan.conformance;

/** A version over a transport: the ways in which a case is played. */
public enum Way {
  WebSocket16(Version.V1_6, Transport.WebSocket),
  MQTT16(Version.V1_6, Transport.MQTT),
  Mosquitto16(Version.V1_6, Transport.Mosquitto),
  WebSocket201(Version.V2_0_1, Transport.WebSocket),
  MQTT201(Version.V2_0_1, Transport.MQTT),
  Mosquitto201(Version.V2_0_1, Transport.Mosquitto),
  WebSocket21(Version.V2_1, Transport.WebSocket),
  MQTT21(Version.V2_1, Transport.MQTT),
  Mosquitto21(Version.V2_1, Transport.Mosquitto);

  private final Version version;
  private final Transport transport;

  Way(Version version, Transport transport) {
    this.version = version;
    this.transport = transport;
  }

  public Version version() {
    return version;
  }

  public Transport transport() {
    return transport;
  }
}
