package io.galvan.contract.broker;

import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import java.util.List;

/** Which chargers' frames on WebSocket are published by MQTT, to be read only. */
public final class Mirrors {
  public static final BusAddress<ChargerKey, Mirroring> GET =
      new BusAddress<>("mirror.get", ChargerKey.class, Mirroring.class);
  public static final BusAddress<Mirroring, Mirroring> SET =
      new BusAddress<>("mirror.set", Mirroring.class, Mirroring.class);
  public static final BusAddress<MirroredQuery, Mirrored> LIST =
      new BusAddress<>("mirror.list", MirroredQuery.class, Mirrored.class);

  /** Told to all nodes; who is not there misses it. */
  public static final BusAddress<Frame, Done> FRAME =
      new BusAddress<>("mirror.frame", Frame.class, Done.class);

  /** The detail of the event charger_updated when a charger's setting changed. */
  public static final String CHANGED = "mirror";

  private Mirrors() {}

  public record Mirroring(String chargerId, boolean mirror) {}

  public record MirroredQuery() {}

  /** All chargers that are mirrored. */
  public record Mirrored(List<String> chargerIds) {}

  /**
   * A frame as it went over the wire, secrets masked.
   *
   * @param nodeId the node that holds the charger's session
   */
  public record Frame(String nodeId, String topic, String text) {}
}
