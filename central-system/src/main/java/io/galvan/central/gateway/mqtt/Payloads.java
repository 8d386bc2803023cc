package io.galvan.central.gateway.mqtt;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What may be the payload of a message with an OCPP-J frame. */
final class Payloads {
  static final int MOST_BYTES = 1024 * 1024;

  /**
   * A message of up to so many bytes is read whole and thrown away; a larger one ends the
   * connection.
   */
  static final int MOST_READ_BYTES = 8 * 1024 * 1024;

  /** What a client of MQTT 5 is told that a packet may have: topic and properties come on top. */
  static final int MOST_PACKET_BYTES = MOST_BYTES + 64 * 1024;

  private Payloads() {}

  /** The payload as text; empty when it is no UTF-8. */
  static Optional<String> text(byte[] payload) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
