package io.galvan.ocpp;

import java.util.Optional;

/** The versions of OCPP-J that are spoken, each by its WebSocket subprotocol. */
public enum OcppVersion {
  V1_6("ocpp1.6"),
  V2_0_1("ocpp2.0.1"),
  V2_1("ocpp2.1");

  private final String subprotocol;

  OcppVersion(String subprotocol) {
    this.subprotocol = subprotocol;
  }

  /** The name in Sec-WebSocket-Protocol, as registered with IANA. */
  public String subprotocol() {
    return subprotocol;
  }

  /** The version of a subprotocol's name; empty when we do not speak it. */
  public static Optional<OcppVersion> ofSubprotocol(String name) {
    for (OcppVersion version : values()) {
      if (version.subprotocol.equals(name)) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }
}
