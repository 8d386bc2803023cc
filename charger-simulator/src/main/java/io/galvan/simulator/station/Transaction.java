package io.galvan.simulator.station;

import io.galvan.ocpp.v16.MeterValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One transaction as the station knows it; its id comes with the answer to StartTransaction. */
final class Transaction {
  /** What a stop carries when no answer ever gave an id. */
  static final long UNKNOWN_ID = -1;

  final String idTag;
  final Instant startedAt;
  final long meterStartWh;

  /** Samples for StopTransaction.transactionData. */
  final List<MeterValue> stopData = new ArrayList<>(2);

  volatile @Nullable Long id;
  boolean ended;

  Transaction(String idTag, Instant startedAt, long meterStartWh) {
    this.idTag = idTag;
    this.startedAt = startedAt;
    this.meterStartWh = meterStartWh;
  }

  long idOrUnknown() {
    Long known = id;
    return known == null ? UNKNOWN_ID : known;
  }
}
