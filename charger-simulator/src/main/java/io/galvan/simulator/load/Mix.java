package io.galvan.simulator.load;

import java.util.Arrays;
import java.util.Optional;

/** What the stations of a load send, over and over. Each boots first. */
public enum Mix {
  /**
   * A whole session: StatusNotification, Authorize, StartTransaction, 4 MeterValues,
   * StatusNotification, StopTransaction.
   */
  session,
  /**
   * A whole session of OCPP 2.0.1: StatusNotification, TransactionEvent Started, 4 Updated with
   * meter values, Ended, StatusNotification.
   */
  session201,
  /**
   * A whole session of OCPP 2.1: NotifyEvent of the connector's AvailabilityState, TransactionEvent
   * Started, 4 Updated with meter values and the operation mode, Ended, NotifyEvent.
   */
  session21,
  /** MeterValues of one long transaction, 6 measurands each. */
  meter,
  /** Heartbeat. */
  heartbeat,
  /** StatusNotification, Available and Preparing in turn. */
  status,
  /** BootNotification. */
  boot,
  /** Connect and boot, then leave and come back at once. */
  boot_storm,
  /** Connect and boot, then nothing. */
  idle;

  /** The mix of that name. */
  public static Optional<Mix> of(String name) {
    return Arrays.stream(values()).filter(mix -> mix.text().equals(name)).findFirst();
  }

  /** The name in words. */
  public String text() {
    return name().replace('_', '-');
  }

  /** The version it speaks, as in topics and, after "ocpp", in subprotocols. */
  String version() {
    return switch (this) {
      case session201 -> "2.0.1";
      case session21 -> "2.1";
      default -> "1.6";
    };
  }

  /** Whether its stations make calls after their boot. */
  boolean calls() {
    return this != boot_storm && this != idle;
  }
}
