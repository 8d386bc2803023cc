package io.galvan.transaction;

import io.galvan.contract.registration.Chargers;
import io.galvan.contract.transaction.TransactionEvents.EventKind;
import io.galvan.contract.transaction.TransactionEvents.TransactionEvent;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;

/**
 * What an event of OCPP 2.x leaves out and is known otherwise: the only connector of its EVSE, and
 * why it ended. An event that is told again is known by what was told.
 */
final class EventCompletion {
  private final Bus bus;
  private final OwnStops ownStops;

  EventCompletion(Bus bus, Clock clock) {
    this.bus = bus;
    this.ownStops = new OwnStops(bus, clock);
  }

  /** The event with what is known beside it. */
  Future<TransactionEvent> complete(TransactionEvent event) {
    if (event.kind() == EventKind.Ended && event.stoppedReason() == null) {
      return ownStops
          .reason(event.chargerId(), OwnStops.STOP_OF_EVENTS, event.stationTransactionId())
          .map(event::stoppedFor);
    }
    if (event.kind() != EventKind.Started || event.evseId() == 0 || event.connectorId() > 0) {
      return Future.succeededFuture(event);
    }
    return bus.request(Chargers.GET, new Chargers.ChargerKey(event.chargerId()))
        .map(
            charger -> {
              List<Integer> connectors =
                  charger.connectors().stream()
                      .filter(one -> one.evseId() == event.evseId() && one.connectorId() > 0)
                      .map(Chargers.Connector::connectorId)
                      .toList();
              return connectors.size() == 1 ? event.on(connectors.get(0)) : event;
            })
        .otherwise(event);
  }

  /** FNV-1a over what was told; told again it may be called offline. */
  static long digest(TransactionEvent event) {
    String text =
        Mapper.write(
            Arrays.asList(
                event.kind(),
                event.at(),
                event.triggerReason(),
                event.evseId(),
                event.connectorId(),
                event.idToken(),
                event.idTokenType(),
                event.reservationId(),
                event.remoteStartId(),
                event.chargingState(),
                event.stoppedReason(),
                event.readings(),
                event.detail()));
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
