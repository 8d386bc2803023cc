package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.BatteryData;
import io.galvan.ocpp.v2.BatterySwapEvent;
import io.galvan.ocpp.v2.BatterySwapRequest;
import io.galvan.ocpp.v2.IdToken;
import io.galvan.ocpp.v2.RequestBatterySwapRequest;
import io.galvan.ocpp.v2.TransactionActions;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** Batteries that are exchanged: an empty one comes in, a full one goes out (OCPP 2.1, S). */
final class BatterySwaps {
  private static final Duration STEP = Duration.ofSeconds(5);

  private final Station2 station;
  private int batteries;

  BatterySwaps(Station2 station) {
    this.station = station;
  }

  /** The driver brings his battery, and takes another. */
  void swap(RequestBatterySwapRequest request) {
    station
        .timeline()
        .after(
            STEP,
            () -> {
              tell(BatterySwapEvent.BatteryIn, request.idToken(), request.requestId(), 15);
              station
                  .timeline()
                  .after(
                      STEP,
                      () ->
                          tell(
                              BatterySwapEvent.BatteryOut,
                              request.idToken(),
                              request.requestId(),
                              95));
            });
  }

  private void tell(BatterySwapEvent event, IdToken token, int requestId, int soc) {
    BatteryData battery =
        new BatteryData(
            1,
            null,
            "BAT-" + ++batteries,
            BigDecimal.valueOf(soc),
            BigDecimal.valueOf(92),
            null,
            null);
    station.tell(
        TransactionActions.BATTERY_SWAP,
        new BatterySwapRequest(List.of(battery), event, token, requestId, null));
  }
}
