package io.galvan.central.api.reservation;

import static io.galvan.central.api.operation.Operation.of;

import io.galvan.central.api.command.CommandApi;
import io.galvan.central.api.command.CommandSender;
import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.central.api.registration.ChargerApi;
import io.galvan.central.neutral.Place;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.contract.reservation.Reservations;
import io.galvan.contract.reservation.Reservations.NewReservation;
import io.galvan.contract.reservation.Reservations.Reservation;
import io.galvan.contract.reservation.Reservations.ReservationKey;
import io.galvan.contract.reservation.Reservations.ReservationQuery;
import io.galvan.contract.reservation.Reservations.ReservationState;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.v16.Actions16;
import io.galvan.ocpp.v16.CancelReservationRequest;
import io.galvan.ocpp.v16.ReserveNowRequest;
import io.galvan.ocpp.v2.IdToken;
import io.galvan.ocpp.v2.TransactionActions;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reservations: stored first, then the station is asked. */
public final class ReservationApi {
  /**
   * @param connectorId of a station of 1.6; the same as evseId
   * @param connectorType any connector of this type will do; 2.x only
   */
  public record NewReservationBody(
      @Nullable Integer connectorId,
      @MaxLength(255) String idToken,
      @MaxLength(255) @Nullable String parentIdToken,
      OffsetDateTime expiresAt,
      @Nullable Integer evseId,
      @MaxLength(20) @Nullable String connectorType,
      @MaxLength(20) @Nullable String idTokenType) {}

  /** What a token is unless its type is told. */
  private static final String CENTRAL = "Central";

  private final Bus bus;
  private final CommandSender commands;

  public ReservationApi(Bus bus, CommandSender commands) {
    this.bus = bus;
    this.commands = commands;
  }

  public List<Operation> operations() {
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
    return version(call.path("chargerId", ChargerApi.ID))
        .compose(
            version ->
                bus.request(Reservations.REQUEST, given(call, version, body))
                    .compose(
                        reservation ->
                            ask(
                                call,
                                version,
                                reservation,
                                answered ->
                                    bus.request(Reservations.GET, key(reservation))
                                        .onSuccess(
                                            now ->
                                                call.created(now, "/reservations/" + now.id())))));
  }

  private Future<OcppVersion> version(String chargerId) {
    return bus.request(Chargers.GET, new ChargerKey(chargerId)).map(CommandApi::versionOr16);
  }

  private static NewReservation given(Call call, OcppVersion version, NewReservationBody body) {
    boolean first = version == OcppVersion.V1_6;
    Place place = Place.of(body.evseId(), body.connectorId());
    if (first && (body.idToken().length() > 20 || length(body.parentIdToken()) > 20)) {
      throw GalvanException.invalid(
          body.idToken().length() > 20 ? "idToken" : "parentIdToken",
          "OCPP 1.6 has room for 20 characters");
    }
    if (first && (body.connectorType() != null || body.idTokenType() != null)) {
      throw GalvanException.invalid(
          body.connectorType() != null ? "connectorType" : "idTokenType",
          "OCPP 1.6 has no word for it");
    }
    int evseId = first ? place.connectorOf16() : place.evse();
    return new NewReservation(
        call.path("chargerId", ChargerApi.ID),
        first ? evseId : 0,
        body.idToken(),
        body.parentIdToken(),
        body.expiresAt().toInstant(),
        evseId,
        body.connectorType(),
        first ? null : body.idTokenType() == null ? CENTRAL : body.idTokenType());
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  private Future<?> ask(
      Call call, OcppVersion version, Reservation reservation, Function<Command, Future<?>> then) {
    OffsetDateTime expiresAt = reservation.expiresAt().atOffset(ZoneOffset.UTC);
    if (version == OcppVersion.V1_6) {
      return commands.send(
          call,
          reservation.chargerId(),
          Actions16.RESERVE_NOW,
          new ReserveNowRequest(
              reservation.connectorId(),
              expiresAt,
              reservation.idToken(),
              reservation.parentIdToken(),
              reservation.id()),
          then);
    }
    String type = reservation.idTokenType();
    String group = reservation.parentIdToken();
    return commands.send(
        call,
        reservation.chargerId(),
        version,
        TransactionActions.RESERVE_NOW,
        new io.galvan.ocpp.v2.ReserveNowRequest(
            reservation.id(),
            expiresAt,
            reservation.connectorType(),
            new IdToken(null, reservation.idToken(), type == null ? CENTRAL : type, null),
            reservation.evseId() == 0 ? null : reservation.evseId(),
            group == null ? null : new IdToken(null, group, CENTRAL, null),
            null),
        then);
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
              return version(reservation.chargerId())
                  .compose(version -> release(call, version, reservation).mapEmpty());
            });
  }

  private Future<?> release(Call call, OcppVersion version, Reservation reservation) {
    Function<Command, Future<?>> then =
        answered -> bus.request(Reservations.GET, key(reservation)).onSuccess(call::ok);
    return version == OcppVersion.V1_6
        ? commands.send(
            call,
            reservation.chargerId(),
            Actions16.CANCEL_RESERVATION,
            new CancelReservationRequest(reservation.id()),
            then)
        : commands.send(
            call,
            reservation.chargerId(),
            version,
            TransactionActions.CANCEL_RESERVATION,
            new io.galvan.ocpp.v2.CancelReservationRequest(reservation.id(), null),
            then);
  }
}
