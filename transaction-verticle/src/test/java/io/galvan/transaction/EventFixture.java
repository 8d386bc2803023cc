package io.galvan.transaction;

import static io.galvan.platform.testing.TestPlatform.await;

import io.galvan.contract.transaction.TransactionEvents;
import io.galvan.contract.transaction.TransactionEvents.EventAnswer;
import io.galvan.contract.transaction.TransactionEvents.EventDetail;
import io.galvan.contract.transaction.TransactionEvents.EventHistory;
import io.galvan.contract.transaction.TransactionEvents.EventKind;
import io.galvan.contract.transaction.TransactionEvents.TransactionEvent;
import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.contract.transaction.Transactions.TransactionKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A station of OCPP 2.x that tells its transactions' events to a transaction service. */
abstract class EventFixture extends TransactionFixture {
  static final String STATION_ID = "3f2b1c";

  /** An event that is put together part by part; without parts it is a plain one of STATION_ID. */
  static final class Told {
    String charger = "CS";
    String transaction = STATION_ID;
    final int seqNo;
    final EventKind kind;
    final int minute;
    String trigger;
    boolean offline;
    int evse;
    int connector;
    @Nullable String token;
    @Nullable String tokenType;
    @Nullable Integer reservation;
    @Nullable Integer remoteStart;
    @Nullable String state;
    @Nullable String reason;
    List<Reading> readings = List.of();
    EventDetail detail = EventDetail.NONE;

    Told(EventKind kind, int seqNo, int minute) {
      this.kind = kind;
      this.seqNo = seqNo;
      this.minute = minute;
      trigger = kind == EventKind.Updated ? "MeterValuePeriodic" : "ChargingStateChanged";
    }

    Told of(String charger, String transaction) {
      this.charger = charger;
      this.transaction = transaction;
      return this;
    }

    Told because(String trigger) {
      this.trigger = trigger;
      return this;
    }

    Told on(int evse, int connector) {
      this.evse = evse;
      this.connector = connector;
      return this;
    }

    Told by(String token) {
      return by(token, "ISO14443");
    }

    Told by(String token, String type) {
      this.token = token;
      this.tokenType = type;
      return this;
    }

    Told offline() {
      this.offline = true;
      return this;
    }

    Told remote(int id) {
      remoteStart = id;
      return this;
    }

    Told reserved(int id) {
      reservation = id;
      return this;
    }

    Told state(String state) {
      this.state = state;
      return this;
    }

    Told stopped(String reason) {
      this.reason = reason;
      return this;
    }

    Told read(Reading... readings) {
      this.readings = List.of(readings);
      return this;
    }

    /** The register at the event's own time. */
    Told read(String wh) {
      return read(register(minute, wh));
    }

    Told detail(EventDetail detail) {
      this.detail = detail;
      return this;
    }

    TransactionEvent event() {
      return new TransactionEvent(
          charger,
          transaction,
          seqNo,
          kind,
          minute(minute),
          trigger,
          offline,
          evse,
          connector,
          token,
          tokenType,
          reservation,
          remoteStart,
          state,
          reason,
          readings,
          detail);
    }
  }

  static Told started(int seqNo, int minute) {
    return new Told(EventKind.Started, seqNo, minute);
  }

  static Told updated(int seqNo, int minute) {
    return new Told(EventKind.Updated, seqNo, minute);
  }

  static Told ended(int seqNo, int minute) {
    return new Told(EventKind.Ended, seqNo, minute);
  }

  EventAnswer tell(Told told) {
    return await(bus.request(TransactionEvents.EVENT, told.event()));
  }

  EventHistory history(long id) {
    return await(bus.request(TransactionEvents.GET_EVENTS, new TransactionKey(id)));
  }

  List<String> unsure(String charger) {
    return unsure(charger, clock.instant().plusMillis(1));
  }

  List<String> unsure(String charger, Instant arrivedAt) {
    return await(
            bus.request(
                TransactionEvents.UNSURE, new TransactionEvents.UnsureQuery(charger, arrivedAt)))
        .stationTransactionIds();
  }
}
