package io.galvan.conformance;

/** The versions of OCPP-J whose cases are played, by the names the standard gives them. */
public enum Version {
  V1_6("ocpp1.6", "1.6"),
  V2_0_1("ocpp2.0.1", "2.0.1"),
  V2_1("ocpp2.1", "2.1");

  private final String subprotocol;
  private final String number;

  Version(String subprotocol, String number) {
    this.subprotocol = subprotocol;
    this.number = number;
  }

  /** The name in Sec-WebSocket-Protocol. */
  public String subprotocol() {
    return subprotocol;
  }

  /** As in the topics of MQTT and in documents. */
  public String number() {
    return number;
  }
}
