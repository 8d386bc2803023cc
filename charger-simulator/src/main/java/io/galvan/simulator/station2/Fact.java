package io.galvan.simulator.station2;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What TxStartPoint and TxStopPoint speak of (OCPP 2.x part 2, E.1.4); named as there. */
enum Fact {
  ParkingBayOccupancy,
  EVConnected,
  Authorized,
  PowerPathClosed,
  EnergyTransfer;

  /** Those that a list of the device model names. */
  static Set<Fact> of(List<String> names) {
    Set<Fact> facts = EnumSet.noneOf(Fact.class);
    Arrays.stream(values()).filter(fact -> names.contains(fact.name())).forEach(facts::add);
    return facts;
  }
}
