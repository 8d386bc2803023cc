package io.galvan.contract.broker;

import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How nodes share the chargers of an external MQTT broker: one node reads them all, in order, and
 * hands each message to the node that holds the charger's session. The charger service keeps which
 * nodes are there and whose turn it is to read.
 */
public final class Brokers {
  public static final BusAddress<Beat, Turn> BEAT =
      new BusAddress<>("broker.beat", Beat.class, Turn.class);
  public static final BusAddress<Leave, Done> LEAVE =
      new BusAddress<>("broker.leave", Leave.class, Done.class);

  /** Served by each node, at its id. */
  public static final BusAddress<Handed, Done> HAND =
      new BusAddress<>("node.broker", Handed.class, Done.class);

  /** How the broker is for a node; served by each node, at its id. */
  public static final BusAddress<Ask, State> STATE =
      new BusAddress<>("node.broker-state", Ask.class, State.class);

  private Brokers() {}

  public record Ask() {}

  /**
   * @param fault why stations at the broker cannot be served; null when they can
   * @param remarks what the broker does not do and Galvan can do without, for people
   */
  public record State(@Nullable String fault, List<String> remarks) {}

  /** This node is there and may read; told about once a second. */
  public record Beat(String nodeId) {}

  /**
   * @param readerId the node whose turn it is
   * @param nodeIds all that were heard of lately, in order of their names
   */
  public record Turn(String readerId, List<String> nodeIds) {}

  /** This node goes; another may read at once. */
  public record Leave(String nodeId) {}

  /**
   * One message of a charger; answered when it is durably handled or refused for good, and failed
   * when it should be handed over again.
   *
   * @param round the same for messages of a charger that are under way together; what is handed
   *     over again has another one
   */
  public record Handed(String topic, byte[] payload, long round) {
    @Override
    public String toString() {
      return "Handed[" + topic + "]";
    }
  }
}
