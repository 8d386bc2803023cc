package io.galvan.simulator.station;

import io.galvan.simulator.behaviour.PowerCurve;
import java.time.Duration;

/**
 * What a station is made of.
 *
 * @param meterInterval the first MeterValueSampleInterval
 * @param callTimeout how long an answer is awaited
 * @param firstBackOff about how long after a lost connection the next try comes; doubles
 * @param longestBackOff the most between two tries
 * @param rebootTime how long a reset takes
 * @param tick how often vehicles and meters are brought to the present
 * @param leastHeartbeat heartbeats come no more often than this
 * @param signed whether begins and ends of transactions carry signed readings
 */
record StationSettings(
    String id,
    String vendor,
    String model,
    String firmwareVersion,
    int connectors,
    PowerCurve curve,
    long seed,
    Duration meterInterval,
    Duration callTimeout,
    Duration firstBackOff,
    Duration longestBackOff,
    Duration rebootTime,
    Duration tick,
    Duration leastHeartbeat,
    boolean signed) {
  /** The same station as another product; the number of outlets and signed readings stay. */
  StationSettings as(StationModel product) {
    return new StationSettings(
        id,
        product.vendor(),
        product.model(),
        product.firmwareVersion(),
        connectors,
        product.curve(),
        seed,
        meterInterval,
        callTimeout,
        firstBackOff,
        longestBackOff,
        rebootTime,
        tick,
        leastHeartbeat,
        signed);
  }
}
