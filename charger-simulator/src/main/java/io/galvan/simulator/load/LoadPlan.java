package io.galvan.simulator.load;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a load is.
 *
 * @param target where it goes
 * @param connections how many stations connect, each with one outstanding CALL
 * @param mix what they send
 * @param tag the idTag they use
 * @param idPrefix identities are this and a number from 1
 * @param password of every station; null for none
 * @param duration how long calls are begun after the first connection is tried
 * @param calls the most calls of all together; 0 for no bound
 * @param connectionsPerSecond how fast they connect
 * @param think how long a station waits from an answer to its next call
 * @param answerTimeout after which an answer counts as lost
 * @param threads event loops
 * @param sources loopback addresses to connect from, 127.0.0.1 and on; 1 leaves it to the system
 */
public record LoadPlan(
    Target target,
    int connections,
    Mix mix,
    String tag,
    String idPrefix,
    @Nullable String password,
    Duration duration,
    long calls,
    int connectionsPerSecond,
    Duration think,
    Duration answerTimeout,
    int threads,
    int sources) {
  /** Most connections a loopback address can make to one port, with the usual range of ports. */
  public static final int CONNECTIONS_PER_SOURCE = 20_000;

  /** Where a load goes. */
  public sealed interface Target {
    /** The host. */
    String host();

    /** The port. */
    int port();

    /**
     * Over WebSocket.
     *
     * @param path without the identity and without a slash at its end
     */
    record WebSocket(String host, int port, String path) implements Target {}

    /** Over MQTT. */
    record Mqtt(String host, int port) implements Target {}
  }

  /** Checks the bounds. */
  public LoadPlan {
    if (connections < 1 || connectionsPerSecond < 1 || threads < 1 || sources < 1 || calls < 0) {
      throw new IllegalArgumentException("connections, ramp, threads and sources are at least 1");
    }
  }

  /** The identity of a connection, counted from 0. */
  String id(int connection) {
    return idPrefix + (connection + 1);
  }
}
