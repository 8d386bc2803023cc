package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.ConnectorStatus;
import io.galvan.ocpp.v2.IdToken;
import io.galvan.ocpp.v2.ReservationStatusUpdateRequest;
import io.galvan.ocpp.v2.ReservationUpdateStatus;
import io.galvan.ocpp.v2.ReserveNowRequest;
import io.galvan.ocpp.v2.ReserveNowStatus;
import io.galvan.ocpp.v2.TransactionActions;
import io.galvan.simulator.station.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The reservations of a station (OCPP 2.x, H01 to H04). */
final class Reservations {
  private static final int MAX_RESERVATIONS = 100;

  /** An EVSE, or 0 for any of them, kept for one token. */
  private record Kept(
      int id, int evse, IdToken token, @Nullable IdToken group, Timeline.Timer expiry) {
    boolean isFor(IdToken other, @Nullable IdToken otherGroup) {
      return token.idToken().equalsIgnoreCase(other.idToken()) && token.type().equals(other.type())
          || Authorization.sameGroup(group, otherGroup);
    }
  }

  private final Station2 station;
  private final Map<Integer, Kept> byId = new LinkedHashMap<>();

  Reservations(Station2 station) {
    this.station = station;
  }

  /** ReserveNow; the same id again replaces the reservation. */
  ReserveNowStatus reserve(ReserveNowRequest request) {
    Instant expiry = request.expiryDateTime().toInstant();
    int evse = request.evseId() == null ? 0 : request.evseId();
    boolean enabled =
        station.model().flag("ReservationCtrlr.Enabled")
            && (evse != 0 || station.model().flag("ReservationCtrlr.NonEvseSpecific"));
    if (!enabled
        || !expiry.isAfter(station.timeline().now())
        || evse != 0 && !station.has(evse)
        || byId.size() >= MAX_RESERVATIONS) {
      return ReserveNowStatus.Rejected;
    }
    Kept replaced = byId.remove(request.id());
    if (replaced != null) {
      refresh();
    }
    ReserveNowStatus verdict = evse == 0 ? anyEvse() : verdict(station.evse(evse));
    if (verdict != ReserveNowStatus.Accepted) {
      if (replaced != null) {
        byId.put(replaced.id(), replaced);
        refresh();
      }
      return verdict;
    }
    if (replaced != null) {
      replaced.expiry().cancel();
    }
    Duration left = Duration.between(station.timeline().now(), expiry);
    Timeline.Timer timer =
        station.timeline().after(left, () -> end(request.id(), ReservationUpdateStatus.Expired));
    byId.put(
        request.id(),
        new Kept(request.id(), evse, request.idToken(), request.groupIdToken(), timer));
    return verdict;
  }

  private ReserveNowStatus anyEvse() {
    long free =
        station.evses().stream().filter(each -> verdict(each) == ReserveNowStatus.Accepted).count();
    long kept = byId.values().stream().filter(each -> each.evse() == 0).count();
    return free > kept ? ReserveNowStatus.Accepted : verdict(station.evses().get(0), kept > 0);
  }

  private ReserveNowStatus verdict(Evse evse, boolean taken) {
    ReserveNowStatus own = verdict(evse);
    return own == ReserveNowStatus.Accepted || taken ? ReserveNowStatus.Occupied : own;
  }

  private ReserveNowStatus verdict(Evse evse) {
    if (evse.permit() != null || evse.plugged() != 0) {
      return ReserveNowStatus.Occupied;
    }
    List<ConnectorStatus> states = evse.connectors().stream().map(Connector::status).toList();
    if (states.contains(ConnectorStatus.Available)) {
      return ReserveNowStatus.Accepted;
    } else if (states.contains(ConnectorStatus.Reserved)
        || states.contains(ConnectorStatus.Occupied)) {
      return ReserveNowStatus.Occupied;
    }
    return states.contains(ConnectorStatus.Unavailable)
        ? ReserveNowStatus.Unavailable
        : ReserveNowStatus.Faulted;
  }

  /** CancelReservation; false when there is none. */
  boolean cancel(int id) {
    Kept cancelled = byId.remove(id);
    if (cancelled == null) {
      return false;
    }
    cancelled.expiry().cancel();
    return true;
  }

  /** It is over without being used; the central system is told. */
  private void end(int id, ReservationUpdateStatus how) {
    Kept ended = byId.remove(id);
    if (ended != null) {
      ended.expiry().cancel();
      station.tell(
          TransactionActions.RESERVATION_STATUS_UPDATE,
          new ReservationStatusUpdateRequest(id, how, null));
      refresh();
    }
  }

  /** An EVSE cannot be used any more: what is reserved there is removed (H01.FR.19). */
  void evseLost(int evse) {
    List.copyOf(byId.values()).stream()
        .filter(each -> each.evse() == evse)
        .forEach(each -> end(each.id(), ReservationUpdateStatus.Removed));
  }

  /** Connectors show whether they are kept. */
  void refresh() {
    station.evses().forEach(Evse::settle);
  }

  /** Whether the connectors of an EVSE show that they are kept. */
  boolean holds(int evse, int connectors) {
    return byId.values().stream().anyMatch(each -> each.evse() == evse) && connectors > 0
        || everyFreeOneIsKept(evse);
  }

  /** With a reservation for any, and no more EVSEs than that, all of them show it (H01.FR.24). */
  private boolean everyFreeOneIsKept(int evse) {
    long any = byId.values().stream().filter(each -> each.evse() == 0).count();
    return any > 0
        && any
            >= station.evses().stream()
                .filter(each -> each.permit() == null && each.plugged() == 0 && each.operative())
                .count();
  }

  /** Whether an EVSE is kept for others than this token. */
  boolean refuses(int evse, IdToken token, @Nullable IdToken group) {
    List<Kept> own = byId.values().stream().filter(each -> each.evse() == evse).toList();
    if (!own.isEmpty()) {
      return own.stream().noneMatch(each -> each.isFor(token, group));
    }
    List<Kept> any = byId.values().stream().filter(each -> each.evse() == 0).toList();
    boolean mine = any.stream().anyMatch(each -> each.isFor(token, group));
    return !any.isEmpty()
        && !mine
        && station.evses().stream().filter(Evse::free).count() <= any.size();
  }

  /** The reservation a token uses up by charging at an EVSE. */
  @Nullable Integer use(int evse, IdToken token, @Nullable IdToken group) {
    for (Kept each : byId.values()) {
      if ((each.evse() == evse || each.evse() == 0) && each.isFor(token, group)) {
        byId.remove(each.id());
        each.expiry().cancel();
        return each.id();
      }
    }
    return null;
  }
}
