package io.galvan.simulator.load;

import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
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
 * @param pace how fast
 * @param span how long
 * @param answerTimeout after which an answer counts as lost
 * @param threads event loops
 * @param sources loopback addresses to connect from, 127.0.0.1 and on; 1 leaves it to the system
 * @param commands what is asked of the stations meanwhile; null for nothing
 */
public record LoadPlan(
    Target target,
    int connections,
    Mix mix,
    String tag,
    String idPrefix,
    @Nullable String password,
    Pace pace,
    Span span,
    Duration answerTimeout,
    int threads,
    int sources,
    @Nullable Commands commands) {
  /** Most connections a loopback address can make to one port, with the usual range of ports. */
  public static final int CONNECTIONS_PER_SOURCE = 20_000;

  /** Loopback addresses there are to connect from. */
  public static final int MOST_SOURCES = 250;

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

  /**
   * How fast a load is.
   *
   * @param connectionsPerSecond how fast stations connect
   * @param think how long a station waits from an answer to its next call; closed loop only
   * @param callsPerSecond of all together, whether answers come or not (open loop); 0 calls again
   *     as soon as there is an answer (closed loop)
   */
  public record Pace(int connectionsPerSecond, Duration think, double callsPerSecond) {}

  /**
   * How long a load is.
   *
   * @param warmUp from when all stations are connected; not measured
   * @param measured after the warm-up
   * @param calls the most calls of all together; 0 for no bound
   */
  public record Span(Duration warmUp, Duration measured, long calls) {}

  /**
   * Commands sent by REST to stations of the load at a constant rate.
   *
   * @param token gives at once the token that is good now
   */
  public record Commands(double perSecond, URI api, Supplier<String> token) {}

  /** Checks the bounds. */
  public LoadPlan {
    if (connections < 1
        || pace.connectionsPerSecond() < 1
        || threads < 1
        || sources < 1
        || span.calls() < 0) {
      throw new IllegalArgumentException("connections, ramp, threads and sources are at least 1");
    }
    if (sources > MOST_SOURCES) {
      throw new IllegalArgumentException("there are " + MOST_SOURCES + " source addresses at most");
    }
    if (pace.callsPerSecond() > 0 && (!mix.calls() || !pace.think().isZero())) {
      throw new IllegalArgumentException("a rate goes with a mix of calls, and without think time");
    }
  }

  /** The identity of a connection, counted from 0. */
  String id(int connection) {
    return idPrefix + (connection + 1);
  }

  /** Whether calls are begun at a constant rate. */
  boolean openLoop() {
    return pace.callsPerSecond() > 0;
  }
}
