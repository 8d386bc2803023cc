package io.galvan.simulator.station;

import io.galvan.ocpp.v16.Actions16;
import io.galvan.ocpp.v16.ChargePointErrorCode;
import io.galvan.ocpp.v16.ChargePointStatus;
import io.galvan.ocpp.v16.StatusNotificationRequest;
import org.jspecify.annotations.Nullable;

/** A connector's status: it moves as the standard has it, and is told when it is news. */
final class ConnectorStatus {
  private final Station station;
  private final int number;
  private volatile ChargePointStatus status = ChargePointStatus.Available;
  private ChargePointErrorCode errorCode = ChargePointErrorCode.NoError;
  private @Nullable ChargePointStatus reported;

  ConnectorStatus(Station station, int number) {
    this.station = station;
    this.number = number;
  }

  ChargePointStatus now() {
    return status;
  }

  boolean is(ChargePointStatus one) {
    return status == one;
  }

  /** What is told with the status from now on. */
  void error(ChargePointErrorCode code) {
    errorCode = code;
  }

  /** Whether the standard has this move. */
  boolean mayMove(ChargePointStatus to) {
    return ConnectorStates.allows(status, to);
  }

  /** Some moves the standard has only in two steps, such as Finishing to Reserved. */
  void moveOverAvailable(ChargePointStatus to) {
    if (to != status && !mayMove(to)) {
      move(ChargePointStatus.Available);
    }
    move(to);
  }

  /** Goes to a status, and tells it. */
  void move(ChargePointStatus to) {
    if (to == status) {
      return;
    }
    if (!mayMove(to)) {
      throw new IllegalStateException("connector " + number + ": " + status + " to " + to);
    }
    status = to;
    report();
  }

  /** After a boot the central system knows nothing. */
  void forgetReported() {
    reported = null;
  }

  /** Tells the central system the status unless it knows it. */
  void report() {
    if (status != reported && station.mayTell()) {
      reported = status;
      tell();
    }
  }

  /** Tells the status, known or not. */
  void tell() {
    station.tell(
        Actions16.STATUS_NOTIFICATION,
        StatusNotificationRequest.of(number, status, errorCode, station.timeline().timestamp()));
  }
}
