package io.galvan.simulator.load;

/** What the stations of a load send, over and over. Each boots first. */
public enum Mix {
  /**
   * A whole session: StatusNotification, Authorize, StartTransaction, 4 MeterValues,
   * StatusNotification, StopTransaction.
   */
  session,
  /** MeterValues of one long transaction. */
  meter,
  /** Heartbeat. */
  heartbeat,
  /** StatusNotification, Available and Preparing in turn. */
  status,
  /** BootNotification. */
  boot
}
