package io.galvan.simulator.station;

import java.time.Instant;

/**
 * A transaction a station has ended, by the station's own clock and meter.
 *
 * @param startedAt what the message that began it said
 * @param stoppedAt what the message that ended it said
 * @param meterStartWh the register at its begin
 * @param meterStopWh the register at its end
 */
public record EndedTransaction(
    String stationId,
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
