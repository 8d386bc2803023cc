package io.galvan.central.gateway;

import io.galvan.contract.command.Commands;
import io.galvan.contract.connection.ConnectionAttempts.Outcome;
import io.galvan.contract.connection.Connections;
import io.galvan.contract.connection.Connections.Live;
import io.galvan.contract.registration.Chargers;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a newcomer that has proved nothing may replace the connection that stands: only when
 * nothing is heard of that one within 5 s of a question, wherever its node is.
 */
final class Occupancy {
  private static final Logger LOG = LoggerFactory.getLogger(Occupancy.class);

  /** The node answers within 5 s; one that does not is gone. */
  private static final long ANSWER_TIMEOUT_MS = 7_000;

  private static final int MOST_ROUNDS = 3;

  private final Bus bus;

  Occupancy(Bus bus) {
    this.bus = bus;
  }

  /**
   * The epoch that the newcomer may replace, 0 for none; fails with {@link Outcome#occupied} when a
   * live connection stands.
   */
  Future<Long> vacant(String chargerId, @Nullable Live live) {
    return live == null ? Future.succeededFuture(0L) : ask(chargerId, live, 1);
  }

  /** As the other, when it is not known which connection stands. */
  Future<Long> vacant(String chargerId) {
    return locate(chargerId).compose(live -> vacant(chargerId, live));
  }

  private Future<Long> ask(String chargerId, Live live, int round) {
    return bus.requestAt(
            Commands.NODE_ALIVE,
            live.nodeId(),
            new Commands.AskForLife(chargerId, live.epoch()),
            ANSWER_TIMEOUT_MS)
        .recover(
            failure -> {
              LOG.info("{} does not tell of {}: {}", live.nodeId(), chargerId, failure.toString());
              return Future.succeededFuture(new Commands.SignOfLife(false));
            })
        .compose(sign -> sign.alive() ? occupied(chargerId) : again(chargerId, live, round));
  }

  /** While the old one was asked, another may have come in. */
  private Future<Long> again(String chargerId, Live asked, int round) {
    return locate(chargerId)
        .compose(
            live -> {
              if (live == null || live.equals(asked)) {
                return Future.succeededFuture(asked.epoch());
              }
              return round < MOST_ROUNDS ? ask(chargerId, live, round + 1) : occupied(chargerId);
            });
  }

  private Future<@Nullable Live> locate(String chargerId) {
    return bus.request(Connections.LOCATE, new Chargers.ChargerKey(chargerId))
        .map(
            location ->
                location.nodeId() == null ? null : new Live(location.nodeId(), location.epoch()));
  }

  private static <T> Future<T> occupied(String chargerId) {
    return Future.failedFuture(Refusal.occupied(chargerId));
  }
}
