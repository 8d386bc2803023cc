package io.galvan.charger.connection;

import io.galvan.charger.connection.attempt.AttemptService;
import io.galvan.contract.connection.ConnectionAttempts;
import io.galvan.contract.connection.Connections;
import io.galvan.contract.connection.Nodes;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.Notice;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.service.Wiring;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Connections of charging stations: who may connect, which connection stands, who tried. */
public final class ConnectionBlock {
  /**
   * @param notices stores notices, in the same transaction
   * @param nodeGone what else ends with a node
   */
  public ConnectionBlock(
      Wiring wiring,
      BiFunction<UnitOfWork, List<Notice>, Future<?>> notices,
      Function<String, Future<Done>> nodeGone) {
    var admission =
        new AdmissionService(
            wiring.platform(), wiring.keyed(), wiring.writer(), new AdmissionStore());
    wiring.everyMinute("deleting strangers that left", admission::expire);
    wiring.serve(Connections.ADMIT, admission::admit);
    var names = new NameStore();
    wiring.serve(Chargers.NAME, claim -> names.standing(wiring.keyed(), claim));
    var nodes = new NodeLeases(wiring.vertx(), wiring.platform(), wiring.leases());
    var standing =
        new StandingService(
            wiring.platform(), wiring.pool(), wiring.writer(), new StandingStore(), nodes::own);
    wiring.atStart(
        () ->
            nodes.start(
                gone -> standing.giveAway(gone).compose(all -> nodeGone.apply(gone).map(all)),
                standing::nodesWithoutLease));
    wiring.atClose(nodes::stop);
    wiring.serve(Nodes.STANDING, standing::standing);
    wiring.serve(Nodes.STORED, standing::stored);
    wiring.serve(Nodes.MISSING, standing::missing);
    var connections =
        new ConnectionService(
            wiring.platform(), wiring.pool(), wiring.writer(), new ConnectionStore(), standing);
    wiring.everyMinute("telling lost chargers", connections::tellLost);
    wiring.serve(Connections.CONNECT, connections::connect);
    wiring.serve(Connections.DISCONNECT, connections::disconnect);
    wiring.serve(Connections.LOCATE, connections::locate);
    wiring.serve(Connections.CONFIRM_SECRETS, connections::confirmSecrets);
    wiring.serve(Connections.SEEN, connections::seen);
    var attempts = new AttemptService(wiring.platform(), wiring.keyed(), wiring.writer(), notices);
    wiring.everyMinute("deleting old connection attempts", attempts::trim);
    wiring.everySecond("storing connection attempts", attempts::store);
    wiring.atClose(attempts::store);
    wiring.serve(ConnectionAttempts.RECORD, attempts::record);
    wiring.serve(ConnectionAttempts.LIST, attempts::list);
    wiring.serve(ConnectionAttempts.FAMILIAR, attempts::familiar);
  }
}
