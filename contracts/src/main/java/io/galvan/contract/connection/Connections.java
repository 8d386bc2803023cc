package io.galvan.contract.connection;

import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.contract.registration.Chargers.Transport;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Connections of charging stations, kept by the charger service: who may connect, which connection
 * stands, and where.
 */
public final class Connections {
  public static final BusAddress<Admit, Admission> ADMIT =
      new BusAddress<>("charger.admit", Admit.class, Admission.class);
  public static final BusAddress<Connect, Connection> CONNECT =
      new BusAddress<>("charger.connect", Connect.class, Connection.class);
  public static final BusAddress<Disconnect, Done> DISCONNECT =
      new BusAddress<>("charger.disconnect", Disconnect.class, Done.class);
  public static final BusAddress<ChargerKey, Location> LOCATE =
      new BusAddress<>("charger.locate", ChargerKey.class, Location.class);

  public static final BusAddress<ConfirmSecrets, SecretsConfirmed> CONFIRM_SECRETS =
      new BusAddress<>("charger.secrets.confirm", ConfirmSecrets.class, SecretsConfirmed.class);
  public static final BusAddress<SeenBatch, Done> SEEN =
      new BusAddress<>("charger.seen", SeenBatch.class, Done.class);

  private Connections() {}

  /**
   * May a charger of this identity come in? An identity that differs from a stored one in letter
   * case only is that charger. An unknown identity is stored with the policy's registration, or
   * refused (admitted false).
   *
   * @param network what the limit of unknown identities counts by; null: no limit of an address
   */
  public record Admit(String identity, Transport transport, @Nullable String network) {
    /** Of a charger whose address is somebody else's to limit. */
    public Admit(String identity, Transport transport) {
      this(identity, transport, null);
    }
  }

  /**
   * @param admitted false: unknown and the policy refuses; answer 404
   * @param chargerId the identity as stored; use this from now on
   * @param defaultVersion what to speak when the charger offers no subprotocol; null: the system's
   *     default
   * @param strict read its messages strictly, without repair
   * @param security how it must show who it is
   * @param live the connection that stands now; null: none
   */
  public record Admission(
      boolean admitted,
      String chargerId,
      @Nullable OcppVersion defaultVersion,
      boolean strict,
      Security security,
      @Nullable Live live) {
    /** Of a charger that need not show who it is. */
    public Admission(
        boolean admitted, String chargerId, @Nullable OcppVersion defaultVersion, boolean strict) {
      this(admitted, chargerId, defaultVersion, strict, Security.NONE, null);
    }
  }

  /** A connection that stands: where, and which one. */
  public record Live(String nodeId, long epoch) {}

  /**
   * @param profile the least security profile it must connect with, 0 to 3 (security whitepaper)
   * @param announced the higher profile it agreed to and has not connected with yet
   */
  public record Security(int profile, @Nullable Integer announced) {
    public static final Security NONE = new Security(0, null);
  }

  /**
   * A charger's connection stands on this node. The answer's epoch fences all that is said of the
   * connection later.
   *
   * @param securityProfile what the charger has shown: 0 nothing, 1 its password, 2 its password
   *     over TLS, 3 its certificate; null: somebody else let it in
   * @param mayReplace the only epoch that it may replace, 0 for none; null: any. A CONFLICT tells
   *     that another one stands.
   */
  public record Connect(
      String chargerId,
      String nodeId,
      Transport transport,
      OcppVersion version,
      String remoteAddress,
      @Nullable Integer securityProfile,
      @Nullable Long mayReplace) {
    /** One that replaces any other. */
    public Connect(
        String chargerId,
        String nodeId,
        Transport transport,
        OcppVersion version,
        String remoteAddress,
        @Nullable Integer securityProfile) {
      this(chargerId, nodeId, transport, version, remoteAddress, securityProfile, null);
    }

    /** A charger that has shown nothing. */
    public Connect(
        String chargerId,
        String nodeId,
        Transport transport,
        OcppVersion version,
        String remoteAddress) {
      this(chargerId, nodeId, transport, version, remoteAddress, 0);
    }
  }

  /**
   * @param epoch grows with every connection of any charger
   * @param replacedNodeId the node that held the connection this one replaces; null if there was
   *     none
   * @param registration as stored; null if it never booted, so it must before anything else
   */
  public record Connection(
      long epoch,
      @Nullable String replacedNodeId,
      @Nullable Long replacedEpoch,
      @Nullable Registration registration,
      int heartbeatIntervalS) {}

  /** The connection of this epoch is closed; ignored when a newer one stands. */
  public record Disconnect(String chargerId, long epoch, String reason) {}

  /**
   * Where the charger is connected now.
   *
   * @param nodeId null: nowhere
   * @param securityProfile that the connection has shown itself to have; null: not known
   * @param secretsConfirmed an operator lets secrets go over a connection that has proved nothing
   */
  public record Location(
      String chargerId,
      @Nullable String nodeId,
      long epoch,
      @Nullable Integer securityProfile,
      boolean secretsConfirmed) {}

  /**
   * An operator's word on secrets, such as a new password, over a connection of the charger that
   * has proved nothing: whoever knows the identity may hold it. It counts for an hour.
   */
  public record ConfirmSecrets(String chargerId, boolean confirmed) {}

  /**
   * @param until null: not confirmed
   */
  public record SecretsConfirmed(String chargerId, @Nullable Instant until) {}

  /** When chargers were last heard; gathered for some seconds by each node. */
  public record SeenBatch(Map<String, Heard> heard) {}

  /**
   * @param at when the charger was last heard
   * @param epoch of the connection on which it was
   */
  public record Heard(Instant at, long epoch) {}
}
