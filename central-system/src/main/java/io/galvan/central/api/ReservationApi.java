package io.galvan.central.api;

import static io.galvan.central.api.Operation.of;

import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.v16.Actions16;
import io.galvan.ocpp.v16.CancelReservationRequest;
import io.galvan.ocpp.v16.ReserveNowRequest;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Reservations;
import io.galvan.platform.contract.Reservations.NewReservation;
import io.galvan.platform.contract.Reservations.Reservation;
import io.galvan.platform.contract.Reservations.ReservationKey;
import io.galvan.platform.contract.Reservations.ReservationQuery;
import io.galvan.platform.contract.Reservations.ReservationState;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reservations: stored first, then the station is asked. */
final class ReservationApi {
  record NewReservationBody(
      int connectorId,
      @MaxLength(20) String idToken,
      @MaxLength(20) @Nullable String parentIdToken,
      OffsetDateTime expiresAt) {}

  private final Bus bus;
  private final CommandSender commands;

  ReservationApi(Bus bus, CommandSender commands) {
    this.bus = bus;
    this.commands = commands;
  }

  List<Operation> operations() {
    return List.of(
        of("createReservation", Access.OPERATOR, this::create),
        of("listReservations", Access.VIEWER, this::list),
        of(
            "getReservation",
            Access.VIEWER,
            call -> bus.request(Reservations.GET, key(call)).onSuccess(call::ok)),
        of("cancelReservation", Access.OPERATOR, this::cancel));
  }

  private static ReservationKey key(Call call) {
    long id = call.pathNumber("reservationId");
    if (id != (int) id) {
      throw GalvanException.invalid("reservationId", "must fit into 32 bits");
    }
    return new ReservationKey((int) id, call.text("chargerId", ChargerApi.ID));
  }

  private static ReservationKey key(Reservation reservation) {
    return new ReservationKey(reservation.id(), reservation.chargerId());
  }

  private Future<?> create(Call call) {
    NewReservationBody body = call.body(NewReservationBody.class);
    NewReservation given =
        new NewReservation(
            call.path("chargerId", ChargerApi.ID),
            body.connectorId(),
            body.idToken(),
            body.parentIdToken(),
            body.expiresAt().toInstant());
    return bus.request(Reservations.REQUEST, given)
        .compose(
            reservation ->
                commands
                    .send(
                        call,
                        reservation.chargerId(),
                        Actions16.RESERVE_NOW,
                        new ReserveNowRequest(
                            reservation.connectorId(),
                            reservation.expiresAt().atOffset(ZoneOffset.UTC),
                            reservation.idToken(),
                            reservation.parentIdToken(),
                            reservation.id()),
                        answered ->
                            bus.request(Reservations.GET, key(reservation))
                                .onSuccess(now -> call.created(now, "/reservations/" + now.id())))
                    .mapEmpty());
  }

  private Future<?> list(Call call) {
    return bus.request(
            Reservations.LIST,
            new ReservationQuery(
                call.text("chargerId", ChargerApi.ID),
                call.choice("state", ReservationState.class),
                call.limit(),
                call.cursor()))
        .onSuccess(call::ok);
  }

  private Future<?> cancel(Call call) {
    return bus.request(Reservations.GET, key(call))
        .compose(
            reservation -> {
              if (!reservation.state().open()) {
                throw new GalvanException(
                    Fault.CONFLICT, "the reservation is " + reservation.state() + " already");
              }
              return commands
                  .send(
                      call,
                      reservation.chargerId(),
                      Actions16.CANCEL_RESERVATION,
                      new CancelReservationRequest(reservation.id()),
                      answered ->
                          bus.request(Reservations.GET, key(reservation)).onSuccess(call::ok))
                  .mapEmpty();
            });
  }
}
