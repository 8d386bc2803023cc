package io.galvan.simulator.load;

import io.vertx.core.buffer.Buffer;

/**
 * How texts travel in the bytes of one connection. Lean: no more of WebSocket and MQTT than a
 * station of OCPP-J needs, and no object a frame but its buffer.
 */
interface Framing {
  /** What comes out of received bytes. */
  interface Events {
    /** Texts may be sent from now on. */
    void ready();

    /** A text, in a range of bytes. */
    void text(byte[] bytes, int from, int to);

    /** Bytes to be sent as they are. */
    void reply(Buffer bytes);

    /** The other side speaks something else, or says no. */
    void broken(String reason);
  }

  /** What is sent first. */
  Buffer hello();

  /** A text's bytes on the wire. */
  Buffer frame(byte[] text, int length);

  /**
   * Takes the whole packets in a range.
   *
   * @return where the first packet that is not whole begins
   */
  int take(byte[] bytes, int from, int to, Events events);

  /** What is sent last; empty for nothing. */
  Buffer goodbye();
}
