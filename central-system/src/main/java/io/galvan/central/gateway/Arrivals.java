package io.galvan.central.gateway;

import io.galvan.central.session.ChargerSession;
import io.galvan.central.session.CloseReason;
import io.galvan.central.session.Link;
import io.galvan.central.session.SessionHost;
import io.galvan.central.session.SessionRegistry;
import io.galvan.contract.command.Commands;
import io.galvan.contract.connection.Connections;
import io.galvan.contract.connection.Connections.Connection;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns an admitted station's open wire into its session, and ends the session that it replaces,
 * wherever that is.
 */
public final class Arrivals {
  private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);
  private static final long EVICT_TIMEOUT_MS = 5_000;
  private static final int MOST_ATTEMPTS = 3;

  private final Bus bus;
  private final String nodeId;
  private final SessionRegistry registry;
  private final Occupancy occupancy;

  public Arrivals(Bus bus, String nodeId, SessionRegistry registry) {
    this.bus = bus;
    this.nodeId = nodeId;
    this.registry = registry;
    this.occupancy = new Occupancy(bus);
  }

  /** Why the wire is closed when {@link #open} fails. */
  public static CloseReason closeReason(Throwable failure) {
    return failure instanceof Refusal ? CloseReason.Occupied : CloseReason.NotStored;
  }

  /**
   * Stores the connection, which gives it its epoch, and opens the session. The newest connection
   * of a station wins, but one that has proved nothing replaces only the one that was asked for a
   * sign of life and gave none: a {@link Refusal} else.
   */
  public Future<ChargerSession> open(
      SessionHost host, Link link, Admitted admitted, OcppVersion version) {
    return connect(link, admitted, version, admitted.mayReplace(), 1)
        .map(
            connection -> {
              ChargerSession session =
                  new ChargerSession(
                      host,
                      link,
                      admitted.chargerId(),
                      version,
                      admitted.admission().strict(),
                      connection);
              ChargerSession loser = registry.put(session);
              if (loser != null) {
                loser.close(CloseReason.Replaced);
              }
              evictElsewhere(admitted.chargerId(), connection);
              return session;
            });
  }

  private Future<Connection> connect(
      Link link, Admitted admitted, OcppVersion version, long mayReplace, int attempt) {
    return bus.request(
            Connections.CONNECT,
            new Connections.Connect(
                admitted.chargerId(),
                nodeId,
                link.transport(),
                version,
                link.remoteAddress(),
                admitted.proved(),
                admitted.provedNothing() ? mayReplace : null))
        .recover(
            failure ->
                failure instanceof GalvanException fault
                        && fault.fault() == Fault.CONFLICT
                        && attempt < MOST_ATTEMPTS
                    ? occupancy
                        .vacant(admitted.chargerId())
                        .compose(epoch -> connect(link, admitted, version, epoch, attempt + 1))
                    : Future.failedFuture(failure));
  }

  private void evictElsewhere(String chargerId, Connection connection) {
    String node = connection.replacedNodeId();
    Long epoch = connection.replacedEpoch();
    if (node == null || epoch == null || node.equals(nodeId)) {
      return;
    }
    bus.requestAt(Commands.NODE_EVICT, node, new Commands.Evict(chargerId, epoch), EVICT_TIMEOUT_MS)
        .onFailure(
            failure ->
                LOG.info(
                    "the older connection of {} on {} could not be closed: {}",
                    chargerId,
                    node,
                    failure.getMessage()));
  }
}
