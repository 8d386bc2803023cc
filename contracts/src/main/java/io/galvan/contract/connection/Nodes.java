package io.galvan.contract.connection;

import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import java.util.List;

/**
 * How what is stored of connections and the sessions that nodes have are brought together again,
 * after a node lost its lease or could not reach the database. Served by the charger service but
 * for {@link #ROLL_CALL}.
 */
public final class Nodes {
  /** So many sessions at most are told at once. */
  public static final int PIECE = 1_000;

  /** Served by each node, at its id: it is there. */
  public static final BusAddress<Ping, Done> PING =
      new BusAddress<>("node.ping", Ping.class, Done.class);

  /** Served by each node, at its id: it compares its sessions with what is stored. */
  public static final BusAddress<RollCall, Done> ROLL_CALL =
      new BusAddress<>("node.roll-call", RollCall.class, Done.class);

  /** These sessions stand: those that count as gone and are the newest of their chargers do not. */
  public static final BusAddress<Sessions, Sessions> STANDING =
      new BusAddress<>("charger.sessions.standing", Sessions.class, Sessions.class);

  /** The connections of a node as they are stored. */
  public static final BusAddress<StoredQuery, Sessions> STORED =
      new BusAddress<>("charger.sessions.stored", StoredQuery.class, Sessions.class);

  /** These connections are stored, and the node has no such sessions. */
  public static final BusAddress<Sessions, Done> MISSING =
      new BusAddress<>("charger.sessions.missing", Sessions.class, Done.class);

  private Nodes() {}

  public record Ping() {}

  public record RollCall() {}

  /** One session: of the same charger the one with the higher epoch is the newer. */
  public record Session(String chargerId, long epoch) {}

  /**
   * @param nodeId whose sessions they are
   * @param items asked with {@link #STANDING}: those that stand; answered: those that a newer one
   *     replaced, or whose charger was removed
   */
  public record Sessions(String nodeId, List<Session> items) {}

  /**
   * Connections that count as open for a term of the lease or longer, in the order of their
   * chargers; at most {@link #PIECE}.
   *
   * @param after the last charger of the piece before; empty for the first
   */
  public record StoredQuery(String nodeId, String after) {}
}
