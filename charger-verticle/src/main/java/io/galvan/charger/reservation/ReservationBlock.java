package io.galvan.charger.reservation;

import io.galvan.charger.block.Followers;
import io.galvan.contract.reservation.Reservations;
import io.galvan.platform.outbox.Subscription;
import io.galvan.platform.service.Wiring;

/** Reservations of connectors and EVSEs. */
public final class ReservationBlock {
  public ReservationBlock(Wiring wiring, Followers followers) {
    var reservations =
        new ReservationService(
            wiring.platform(), wiring.pool(), wiring.writer(), new ReservationStore());
    followers.add(reservations);
    wiring.hear(Subscription.CHARGER, reservations::hear);
    wiring.everyMinute("expiring reservations", reservations::expire);
    wiring.everyMinute("deleting old reservations", reservations::deleteOld);
    wiring.serve(Reservations.REQUEST, reservations::request);
    wiring.serve(Reservations.GET, reservations::get);
    wiring.serve(Reservations.LIST, reservations::list);
  }
}
