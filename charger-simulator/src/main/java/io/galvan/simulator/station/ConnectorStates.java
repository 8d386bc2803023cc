package io.galvan.simulator.station;

import static io.galvan.ocpp.v16.ChargePointStatus.Available;
import static io.galvan.ocpp.v16.ChargePointStatus.Charging;
import static io.galvan.ocpp.v16.ChargePointStatus.Faulted;
import static io.galvan.ocpp.v16.ChargePointStatus.Finishing;
import static io.galvan.ocpp.v16.ChargePointStatus.Preparing;
import static io.galvan.ocpp.v16.ChargePointStatus.Reserved;
import static io.galvan.ocpp.v16.ChargePointStatus.SuspendedEV;
import static io.galvan.ocpp.v16.ChargePointStatus.SuspendedEVSE;
import static io.galvan.ocpp.v16.ChargePointStatus.Unavailable;

import io.galvan.ocpp.v16.ChargePointStatus;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The moves a connector's status may make (OCPP 1.6, section 4.9, the table of transitions). */
final class ConnectorStates {
  private static final Map<ChargePointStatus, Set<ChargePointStatus>> MOVES =
      new EnumMap<>(
          Map.of(
              Available,
              EnumSet.of(
                  Preparing, Charging, SuspendedEV, SuspendedEVSE, Reserved, Unavailable, Faulted),
              Preparing,
              EnumSet.of(Available, Charging, SuspendedEV, SuspendedEVSE, Finishing, Faulted),
              Charging,
              EnumSet.of(Available, SuspendedEV, SuspendedEVSE, Finishing, Unavailable, Faulted),
              SuspendedEV,
              EnumSet.of(Available, Charging, SuspendedEVSE, Finishing, Unavailable, Faulted),
              SuspendedEVSE,
              EnumSet.of(Available, Charging, SuspendedEV, Finishing, Unavailable, Faulted),
              Finishing,
              EnumSet.of(Available, Preparing, Unavailable, Faulted),
              Reserved,
              EnumSet.of(Available, Preparing, Unavailable, Faulted),
              Unavailable,
              EnumSet.of(Available, Preparing, Charging, SuspendedEV, SuspendedEVSE, Faulted),
              Faulted,
              EnumSet.complementOf(EnumSet.of(Faulted))));

  private ConnectorStates() {}

  /** Whether the standard has this move. */
  static boolean allows(ChargePointStatus from, ChargePointStatus to) {
    return MOVES.getOrDefault(from, Set.of()).contains(to);
  }
}
