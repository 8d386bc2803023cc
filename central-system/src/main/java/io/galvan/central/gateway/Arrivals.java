package io.galvan.central.gateway;

import io.galvan.central.session.ChargerSession;
import io.galvan.central.session.CloseReason;
import io.galvan.central.session.Link;
import io.galvan.central.session.SessionHost;
import io.galvan.central.session.SessionRegistry;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Chargers;
import io.galvan.platform.contract.Chargers.Admission;
import io.galvan.platform.contract.Chargers.Connection;
import io.galvan.platform.contract.Commands;
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

  private final Bus bus;
  private final String nodeId;
  private final SessionRegistry registry;

  public Arrivals(Bus bus, String nodeId, SessionRegistry registry) {
    this.bus = bus;
    this.nodeId = nodeId;
    this.registry = registry;
  }

  /**
   * Stores the connection, which gives it its epoch, and opens the session. The newest connection
   * of a station wins.
   */
  public Future<ChargerSession> open(
      SessionHost host, Link link, Admitted admitted, OcppVersion version) {
    Admission admission = admitted.admission();
    return bus.request(
            Chargers.CONNECT,
            new Chargers.Connect(
                admission.chargerId(),
                nodeId,
                link.transport(),
                version,
                link.remoteAddress(),
                admitted.proved()))
        .map(
            connection -> {
              ChargerSession session =
                  new ChargerSession(
                      host, link, admission.chargerId(), version, admission.strict(), connection);
              ChargerSession loser = registry.put(session);
              if (loser != null) {
                loser.close(CloseReason.Replaced);
              }
              evictElsewhere(admission.chargerId(), connection);
              return session;
            });
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
