package io.galvan.simulator.station;

import io.galvan.ocpp.v16.CancelReservationStatus;
import io.galvan.ocpp.v16.ReservationStatus;
import io.galvan.ocpp.v16.ReserveNowRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The reservations of a station (OCPP 1.6, sections 5.2 and 5.13). */
final class Reservations {
  private final Station station;
  private final Map<Integer, Reservation> byId = new LinkedHashMap<>();

  Reservations(Station station) {
    this.station = station;
  }

  /** ReserveNow; the same id again replaces the reservation. */
  ReservationStatus reserve(ReserveNowRequest request) {
    Instant expiry = request.expiryDate().toInstant();
    int number = request.connectorId();
    if (!expiry.isAfter(station.timeline().now()) || number != 0 && !station.has(number)) {
      return ReservationStatus.Rejected;
    }
    Reservation replaced = byId.remove(request.reservationId());
    ReservationStatus verdict = number == 0 ? anyConnector() : verdict(station.connector(number));
    if (verdict != ReservationStatus.Accepted) {
      if (replaced != null) {
        byId.put(replaced.id(), replaced);
      }
      return verdict;
    }
    Reservation made =
        new Reservation(
            request.reservationId(), number, request.idTag(), request.parentIdTag(), expiry);
    byId.put(made.id(), made);
    station
        .timeline()
        .after(Duration.between(station.timeline().now(), expiry), () -> expire(made));
    return verdict;
  }

  private ReservationStatus anyConnector() {
    long free = station.connectors().stream().filter(Connector::free).count();
    long kept = byId.values().stream().filter(each -> each.connector() == 0).count();
    return free > kept ? ReservationStatus.Accepted : ReservationStatus.Occupied;
  }

  private ReservationStatus verdict(Connector connector) {
    return switch (connector.status().now()) {
      case Available -> ReservationStatus.Accepted;
      case Reserved ->
          holds(connector.number()) ? ReservationStatus.Occupied : ReservationStatus.Accepted;
      case Faulted -> ReservationStatus.Faulted;
      case Unavailable -> ReservationStatus.Unavailable;
      default -> ReservationStatus.Occupied;
    };
  }

  private void expire(Reservation reservation) {
    if (byId.remove(reservation.id(), reservation)) {
      refresh();
    }
  }

  /** CancelReservation. */
  CancelReservationStatus cancel(int id) {
    return byId.remove(id) == null
        ? CancelReservationStatus.Rejected
        : CancelReservationStatus.Accepted;
  }

  /** Connectors show whether they are kept. */
  void refresh() {
    for (Connector connector : station.connectors()) {
      switch (connector.status().now()) {
        case Available -> connector.settle();
        case Reserved -> {
          if (!holds(connector.number())) {
            connector.settle();
          }
        }
        default -> {
          // What is in use shows its reservation when it is free again.
        }
      }
    }
  }

  /** Whether a connector itself is kept for somebody. */
  boolean holds(int connector) {
    return byId.values().stream().anyMatch(each -> each.connector() == connector);
  }

  /** Whether a connector is kept for others than this tag. */
  boolean refuses(int connector, String tag, @Nullable String parent) {
    List<Reservation> own =
        byId.values().stream().filter(each -> each.connector() == connector).toList();
    if (!own.isEmpty()) {
      return own.stream().noneMatch(each -> each.isFor(tag, parent));
    }
    List<Reservation> any = byId.values().stream().filter(each -> each.connector() == 0).toList();
    boolean mine = any.stream().anyMatch(each -> each.isFor(tag, parent));
    return !any.isEmpty()
        && !mine
        && station.connectors().stream().filter(Connector::free).count() <= any.size();
  }

  /** The reservation a tag uses up by charging at a connector. */
  @Nullable Reservation use(int connector, String tag) {
    for (Reservation each : byId.values()) {
      if ((each.connector() == connector || each.connector() == 0)
          && each.isFor(tag, each.connector() == connector ? each.parentIdTag() : null)) {
        byId.remove(each.id());
        return each;
      }
    }
    return null;
  }
}
