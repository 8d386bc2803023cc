package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.ChargingState;
import io.galvan.ocpp.v2.IdToken;
import io.galvan.ocpp.v2.MeterValue;
import io.galvan.ocpp.v2.Reason;
import io.galvan.ocpp.v2.Tariff;
import io.galvan.ocpp.v2.TransactionLimit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One transaction as the station knows it. */
final class Session {
  private static final int MAX_END_SAMPLES = 500;

  final String id;
  final Instant startedAt;
  final long startWh;

  /** Samples for the event that ends it. */
  private final List<MeterValue> endSamples = new ArrayList<>();

  private int nextSeqNo;
  ChargingState reported = ChargingState.Idle;
  @Nullable IdToken token;
  @Nullable Integer remoteStartId;
  @Nullable Integer reservationId;
  @Nullable Reason stoppedReason;
  boolean remoteStartTold;
  boolean tokenTold;
  boolean priority;
  @Nullable TransactionLimit limit;
  @Nullable Tariff tariff;
  @Nullable BigDecimal totalCost;
  double chargedSeconds;
  int connector;

  Session(String id, Instant startedAt, long startWh) {
    this.id = id;
    this.startedAt = startedAt;
    this.startWh = startWh;
  }

  int takeSeqNo() {
    return nextSeqNo++;
  }

  /** Keeps a sample for the end; when there are too many, every second one goes. */
  void keep(MeterValue sample) {
    if (endSamples.size() >= MAX_END_SAMPLES) {
      for (int i = endSamples.size() - 2; i > 0; i -= 2) {
        endSamples.remove(i);
      }
    }
    endSamples.add(sample);
  }

  List<MeterValue> endSamples() {
    return endSamples;
  }
}
