package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.NetworkConnectionProfile;
import io.galvan.ocpp.v2.OCPPTransport;
import io.galvan.ocpp.v2.SetNetworkProfileStatus;
import io.galvan.simulator.transport.Transport;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ways to the central system: the one it came with in slot 0, and those it was given, tried in
 * the order of NetworkConfigurationPriority (OCPP 2.x, B09 and B10).
 */
final class Networks {
  private static final int SLOTS = 4;

  private final DeviceModel model;
  private final Transport usual;
  private final @Nullable Function<NetworkConnectionProfile, Transport> others;
  private final Map<Integer, NetworkConnectionProfile> profiles = new HashMap<>();
  private final Map<Integer, Transport> transports = new HashMap<>();
  private int tries;
  private int place;

  /**
   * @param others makes the way of a profile; null where the station can go one way only
   */
  Networks(
      DeviceModel model,
      Transport usual,
      @Nullable Function<NetworkConnectionProfile, Transport> others) {
    this.model = model;
    this.usual = usual;
    this.others = others;
  }

  /** SetNetworkProfile; it counts from the next start on, when the priority names it. */
  SetNetworkProfileStatus set(int slot, NetworkConnectionProfile profile) {
    int own = model.number("SecurityCtrlr.SecurityProfile");
    if (others == null
        || slot < 1
        || slot >= SLOTS
        || profile.ocppTransport() != OCPPTransport.JSON
        || profile.securityProfile() < own
        || !isUrl(profile.ocppCsmsUrl())) {
      return SetNetworkProfileStatus.Rejected;
    }
    profiles.put(slot, profile);
    transports.remove(slot);
    return SetNetworkProfileStatus.Accepted;
  }

  private static boolean isUrl(String text) {
    try {
      URI uri = URI.create(text);
      return uri.getHost() != null
          && ("ws".equals(uri.getScheme()) || "wss".equals(uri.getScheme()));
    } catch (IllegalArgumentException none) {
      return false;
    }
  }

  /** After a start the first of the priority is tried first. */
  void restart() {
    place = 0;
    tries = 0;
  }

  /** The connection stands. */
  void connected() {
    tries = 0;
  }

  /** The way to try now: after so many tries in vain the next in the order. */
  Transport next() {
    int most = model.number("OCPPCommCtrlr.NetworkProfileConnectionAttempts");
    var order =
        model.list("OCPPCommCtrlr.NetworkConfigurationPriority").stream()
            .map(Integer::valueOf)
            .filter(slot -> slot == 0 || profiles.containsKey(slot))
            .toList();
    if (order.isEmpty()) {
      return usual;
    }
    if (tries >= most) {
      place++;
      tries = 0;
    }
    tries++;
    int slot = order.get(place % order.size());
    model.become("OCPPCommCtrlr.ActiveNetworkProfile", Integer.toString(slot));
    NetworkConnectionProfile profile = profiles.get(slot);
    return slot == 0 || profile == null || others == null
        ? usual
        : transports.computeIfAbsent(slot, made -> others.apply(profile));
  }
}
