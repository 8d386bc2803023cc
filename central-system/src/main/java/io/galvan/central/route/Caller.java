package io.galvan.central.route;

import io.galvan.contract.registration.Chargers.BootVerdict;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Deviation;
import java.time.Instant;

/** The charging station a request comes from, as a route sees it. */
public interface Caller {
  String chargerId();

  /** The version its connection speaks. */
  OcppVersion version();

  /** The time by the central system's clock. */
  Instant now();

  /** Something in the request that is being handled deviates, as its meaning shows. */
  void deviates(Deviation deviation);

  /**
   * Whether this is what the station was asked to send, by a trigger that it has not answered yet.
   */
  boolean takeAsked(String action);

  /** The station was told this in its boot answer; from now on its session acts on it. */
  void registered(BootVerdict verdict);
}
