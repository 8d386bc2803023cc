package io.galvan.simulator.station2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.simulator.behaviour.PowerCurve;
import io.galvan.simulator.station.StationModel;
import java.time.Duration;

/**
 * What a station is made of.
 *
 * @param variables at least so many its device model has
 * @param meterInterval the first SampledDataCtrlr.TxUpdatedInterval
 * @param callTimeout how long an answer is awaited
 * @param firstBackOff about how long after a lost connection the next try comes; doubles
 * @param longestBackOff the most between two tries
 * @param rebootTime how long a reset takes
 * @param tick how often it looks at what flows, at least
 * @param leastHeartbeat the least between two heartbeats
 */
record Settings(
    OcppVersion version,
    String id,
    String vendor,
    String model,
    String firmwareVersion,
    int evses,
    int connectorsAnEvse,
    int variables,
    int securityProfile,
    PowerCurve curve,
    long seed,
    Duration meterInterval,
    Duration callTimeout,
    Duration firstBackOff,
    Duration longestBackOff,
    Duration rebootTime,
    Duration tick,
    Duration leastHeartbeat) {
  private static final int LONGEST_SERIAL_NUMBER = 25;

  /** The same station as another product; the numbers of EVSEs and connectors stay. */
  Settings as(StationModel product) {
    return new Settings(
        version,
        id,
        product.vendor(),
        product.model(),
        product.firmwareVersion(),
        evses,
        connectorsAnEvse,
        variables,
        securityProfile,
        product.curve(),
        seed,
        meterInterval,
        callTimeout,
        firstBackOff,
        longestBackOff,
        rebootTime,
        tick,
        leastHeartbeat);
  }

  /** The serial number that BootNotification names: the identity, cut where it is too long. */
  String serialNumber() {
    return id.length() <= LONGEST_SERIAL_NUMBER ? id : id.substring(0, LONGEST_SERIAL_NUMBER);
  }
}
