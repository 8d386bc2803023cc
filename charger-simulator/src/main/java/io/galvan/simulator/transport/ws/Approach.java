package io.galvan.simulator.transport.ws;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a station asks for its WebSocket.
 *
 * @param path of the request, with the identity
 * @param endpoint the path without the identity and without a slash at its end
 * @param user the name of Basic authentication
 * @param password of Basic authentication; null for none
 * @param subprotocols what it offers; none for no header
 * @param answersPings whether it answers the pings of the central system
 */
public record Approach(
    String path,
    String endpoint,
    String user,
    byte @Nullable [] password,
    List<String> subprotocols,
    boolean answersPings) {
  /** Asks at another path. */
  public Approach at(String other) {
    return new Approach(other, endpoint, user, password, subprotocols, answersPings);
  }

  /** Logs in under another name. */
  public Approach as(String other) {
    return new Approach(path, endpoint, other, password, subprotocols, answersPings);
  }

  /** Logs in with another spelling of the password. */
  public Approach with(byte @Nullable [] other) {
    return new Approach(path, endpoint, user, other, subprotocols, answersPings);
  }

  /** Offers other subprotocols. */
  public Approach offering(List<String> others) {
    return new Approach(path, endpoint, user, password, others, answersPings);
  }

  /** Leaves pings unanswered. */
  public Approach mute() {
    return new Approach(path, endpoint, user, password, subprotocols, false);
  }

  /** The identity as it stands in the path. */
  public String identity() {
    return path.substring(endpoint.length() + 1);
  }

  /** The Authorization header; null without a password. */
  @Nullable String authorization() {
    if (password == null) {
      return null;
    }
    byte[] name = (user + ":").getBytes(StandardCharsets.UTF_8);
    byte[] pair = java.util.Arrays.copyOf(name, name.length + password.length);
    System.arraycopy(password, 0, pair, name.length, password.length);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  @Override
  public String toString() {
    return "Approach[" + path + " " + subprotocols + "]";
  }
}
