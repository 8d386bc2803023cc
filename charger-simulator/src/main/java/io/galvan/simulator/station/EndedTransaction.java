package io.galvan.simulator.station;

import java.time.Instant;

/**
 * A transaction a station has ended, as its messages told it.
 *
 * @param evse where it was; of OCPP 1.6 the connector
 * @param connector the connector of that EVSE; of OCPP 1.6 the same number
 * @param startedAt what the message that began it said
 * @param stoppedAt what the message that ended it said
 * @param meterStartWh the register at its begin
 * @param meterStopWh the register at its end
 */
public record EndedTransaction(
    String stationId,
    int evse,
    int connector,
    String tag,
    Instant startedAt,
    Instant stoppedAt,
    long meterStartWh,
    long meterStopWh) {
  /** The energy, in Wh. */
  public long energyWh() {
    return meterStopWh - meterStartWh;
  }
}
