package io.galvan.simulator.station;

import io.galvan.simulator.behaviour.PowerCurve;
import io.galvan.simulator.quirk.Quirk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a product is like.
 *
 * @param name what it is called in lists and on the command line
 * @param about one line for people
 * @param vendor what BootNotification says, and so model and firmwareVersion
 * @param outlets how many vehicles can charge at once: connectors of OCPP 1.6, EVSEs of OCPP 2
 * @param connectorsAnOutlet how many connectors each EVSE has in OCPP 2
 * @param curve what its outlets give
 * @param meterInterval how often it samples its meters when it is not told otherwise
 * @param vehicleWh the capacity of a vehicle that is usual there, in Wh
 * @param signed whether its meters sign their readings
 * @param quirks what it does other than the standard says
 * @param configuration what keys of OCPP 1.6 are at first, other than usual
 * @param variables what variables of OCPP 2 are at first, other than usual, by their paths
 * @param ownKeys keys of OCPP 1.6 that only this maker has
 * @param ownVariables variables of OCPP 2 that only this maker has, by their paths
 */
public record StationModel(
    String name,
    String about,
    String vendor,
    String model,
    String firmwareVersion,
    int outlets,
    int connectorsAnOutlet,
    PowerCurve curve,
    Duration meterInterval,
    double vehicleWh,
    boolean signed,
    Set<Quirk> quirks,
    Map<String, String> configuration,
    Map<String, String> variables,
    Map<String, Own> ownKeys,
    Map<String, Own> ownVariables) {
  /** A setting that only this maker has. */
  public record Own(String value, boolean readOnly) {}

  /** A product that is as usual but for its outlets. */
  public StationModel(
      String name, String model, int outlets, PowerCurve curve, Duration interval, double vehicle) {
    this(
        name, model, "Galvan", model, "1.0.0", outlets, 1, curve, interval, vehicle, false,
        Set.of(), Map.of(), Map.of(), Map.of(), Map.of());
  }

  /** Whether a station that becomes this one has to boot again. */
  public boolean bootsAfter(StationModel before) {
    return !vendor.equals(before.vendor)
        || !model.equals(before.model)
        || !firmwareVersion.equals(before.firmwareVersion)
        || !quirks.equals(before.quirks);
  }

  /** What differs from another model in a way that a running station cannot follow. */
  public List<String> fixedSince(StationModel before) {
    List<String> fixed = new ArrayList<>();
    if (outlets != before.outlets || connectorsAnOutlet != before.connectorsAnOutlet) {
      fixed.add("the number of connectors");
    }
    if (signed != before.signed) {
      fixed.add("signed readings");
    }
    return fixed;
  }

  /** The entries of a map that another one did not have so. */
  public static <V> Map<String, V> since(Map<String, V> before, Map<String, V> now) {
    Map<String, V> differing = new LinkedHashMap<>(now);
    differing.entrySet().removeAll(before.entrySet());
    return differing;
  }
}
