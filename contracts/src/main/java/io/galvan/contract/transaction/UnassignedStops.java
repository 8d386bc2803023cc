package io.galvan.contract.transaction;

import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stops of OCPP 1.6 that belong to no known transaction, until an operator says what they are. */
public final class UnassignedStops {
  public static final BusAddress<UnassignedStopQuery, StopPage> LIST =
      new BusAddress<>("transaction.stops.unassigned", UnassignedStopQuery.class, StopPage.class);
  public static final BusAddress<AssignStop, Transaction> ASSIGN =
      new BusAddress<>("transaction.stop.assign", AssignStop.class, Transaction.class);
  public static final BusAddress<DismissStop, Done> DISMISS =
      new BusAddress<>("transaction.stop.dismiss", DismissStop.class, Done.class);

  private UnassignedStops() {}

  /**
   * A StopTransaction whose transaction nobody knows.
   *
   * @param transactionId as the station told it
   */
  public record UnassignedStop(
      long id,
      String chargerId,
      long transactionId,
      Instant stoppedAt,
      @Nullable Long meterStopWh,
      String reason,
      @Nullable String idToken,
      Instant receivedAt) {}

  public record UnassignedStopQuery(@Nullable String chargerId, int limit) {}

  /** The newest first. */
  public record StopPage(List<UnassignedStop> items) {}

  /** An operator says which transaction of its station such a stop ends. */
  public record AssignStop(long stopId, long transactionId, String requestedBy) {}

  /** An operator says that such a stop ends nothing. */
  public record DismissStop(long stopId, String requestedBy) {}
}
