package io.galvan.simulator.station2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.v2.AuthorizationStatus;
import io.galvan.ocpp.v2.EVSE;
import io.galvan.ocpp.v2.IdToken;
import io.galvan.ocpp.v2.IdTokenInfo;
import io.galvan.ocpp.v2.Measurand;
import io.galvan.ocpp.v2.MeterValue;
import io.galvan.ocpp.v2.ReadingContext;
import io.galvan.ocpp.v2.Reason;
import io.galvan.ocpp.v2.Transaction;
import io.galvan.ocpp.v2.TransactionEvent;
import io.galvan.ocpp.v2.TransactionEventRequest;
import io.galvan.ocpp.v2.TransactionEventResponse;
import io.galvan.ocpp.v2.TriggerReason;
import io.galvan.simulator.station2.Evse.Permit;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The transactions of an EVSE, one after the other, and the events that tell of them. */
final class Sessions {
  private final Station2 station;
  private final DeviceModel model;
  private final Evse evse;
  private volatile @Nullable Session running;
  private @Nullable Permit waiting;
  private @Nullable Integer waitingReservation;
  private @Nullable IdToken stoppedBy;

  Sessions(Station2 station, Evse evse) {
    this.station = station;
    this.model = station.model();
    this.evse = evse;
  }

  @Nullable Session running() {
    return running;
  }

  /** Somebody may charge: the next event says so. */
  void authorized(Permit permit, @Nullable Integer reservation) {
    waiting = permit;
    waitingReservation = reservation;
    Session session = running;
    if (session != null) {
      attach(session);
    }
  }

  private void attach(Session session) {
    Permit permit = waiting;
    if (permit != null) {
      session.token = permit.token();
      session.tokenTold = false;
      session.remoteStartId = permit.remoteStartId();
      session.remoteStartTold = false;
      session.reservationId = waitingReservation;
      session.tariff = station.tariffs().of(evse.id(), permit.verdict().tariff());
      session.stoppedReason = null;
    }
    waiting = null;
    waitingReservation = null;
  }

  /** The token that ended it goes with the next event. */
  void stoppedBy(@Nullable IdToken token) {
    stoppedBy = token;
    waiting = null;
  }

  void begin(TriggerReason trigger) {
    Instant now = evse.energy().account();
    Session session = new Session(station.newTransactionId(), now, evse.energy().registerWh());
    running = session;
    attach(session);
    station.profiles().begun(evse.id(), session.id);
    session.connector = Math.max(1, evse.plugged());
    tell(
        session,
        TransactionEvent.Started,
        trigger,
        sample(now, ReadingContext.TransactionBegin, "SampledDataCtrlr.TxStartedMeasurands"),
        now);
  }

  void update(TriggerReason trigger) {
    update(trigger, null);
  }

  /** Tells of something; nothing when no transaction runs. */
  void update(TriggerReason trigger, @Nullable List<MeterValue> values) {
    Session session = running;
    if (session != null) {
      tell(session, TransactionEvent.Updated, trigger, values, station.timeline().now());
    }
  }

  void end(TriggerReason trigger) {
    Session session = running;
    if (session == null) {
      return;
    }
    running = null;
    Instant now = evse.energy().account();
    if (session.stoppedReason == null) {
      session.stoppedReason = Reason.Other;
    }
    List<MeterValue> values = new ArrayList<>(session.endSamples());
    List<MeterValue> last =
        sample(now, ReadingContext.TransactionEnd, "SampledDataCtrlr.TxEndedMeasurands");
    if (last != null) {
      values.addAll(last);
    }
    tell(session, TransactionEvent.Ended, trigger, values.isEmpty() ? null : values, now);
    station.profiles().transactionEnded(evse.id());
    station.account(evse, session, now);
  }

  private @Nullable List<MeterValue> sample(Instant at, ReadingContext context, String measurands) {
    List<Measurand> wanted = model.measurands(measurands);
    return wanted.isEmpty() ? null : List.of(evse.energy().reading(at, context, wanted));
  }

  private void tell(
      Session session,
      TransactionEvent type,
      TriggerReason trigger,
      @Nullable List<MeterValue> values,
      Instant at) {
    boolean v21 = station.settings().version() == OcppVersion.V2_1;
    boolean ended = type == TransactionEvent.Ended;
    IdToken told = stoppedBy;
    stoppedBy = null;
    if (told == null && session.token != null && !session.tokenTold) {
      told = session.token;
      session.tokenTold = true;
    }
    Integer remoteStartId = session.remoteStartTold ? null : session.remoteStartId;
    session.remoteStartTold = session.remoteStartTold || session.remoteStartId != null;
    session.reported = evse.state();
    Transaction info =
        new Transaction(
            evse.state(),
            v21 ? evse.energy().operationMode() : null,
            remoteStartId,
            ended ? session.stoppedReason : null,
            v21 && session.tariff != null ? session.tariff.tariffId() : null,
            (int) session.chargedSeconds,
            session.id,
            v21 && trigger == TriggerReason.LimitSet ? session.limit : null,
            null);
    boolean offline = !station.mayTell();
    IdToken token = told;
    TransactionEventRequest request =
        new TransactionEventRequest(
            v21 && ended ? station.tariffs().cost(session, evse) : null,
            type,
            values,
            at.atOffset(ZoneOffset.UTC),
            trigger,
            session.takeSeqNo(),
            offline ? true : null,
            station.settings().curve().direct() ? null : station.settings().curve().phases(),
            null,
            session.reservationId,
            null,
            null,
            info,
            type == TransactionEvent.Started || trigger == TriggerReason.CablePluggedIn
                ? new EVSE(Math.max(1, evse.plugged()), evse.id(), null)
                : null,
            token,
            null);
    session.reservationId = null;
    station.queue().add(request, answer -> answered(session, token, answer));
  }

  private void answered(Session session, @Nullable IdToken token, TransactionEventResponse answer) {
    if (answer.totalCost() != null) {
      session.totalCost = answer.totalCost();
    }
    if (answer.updatedPersonalMessage() != null) {
      station.display().personal(session.id, answer.updatedPersonalMessage());
    }
    if (session != running) {
      return;
    }
    if (answer.transactionLimit() != null && station.settings().version() == OcppVersion.V2_1) {
      session.limit = answer.transactionLimit();
      update(TriggerReason.LimitSet);
    }
    IdTokenInfo info = answer.idTokenInfo();
    if (info == null || token == null) {
      return;
    }
    station.authorization().remember(token, info);
    if (info.status() != AuthorizationStatus.Accepted && evse.permit() != null) {
      if (!model.flag("TxCtrlr.StopTxOnInvalidId")) {
        evse.energy().pause();
      } else if (model.number("TxCtrlr.MaxEnergyOnInvalidId") > 0) {
        evse.energy().deauthorizeAfter(model.number("TxCtrlr.MaxEnergyOnInvalidId"));
      } else {
        evse.stop(TriggerReason.Deauthorized, Reason.DeAuthorized, null);
      }
    }
  }
}
