package io.galvan.platform.contract;

import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.bus.BusAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the charger service answers: admission, connections, boot, status, the stations themselves.
 * What they are set to: {@link Configurations}; what they said: {@link MessageLogs}; commands:
 * {@link Commands}.
 */
public final class Chargers {
  public static final BusAddress<Admit, Admission> ADMIT =
      new BusAddress<>("charger.admit", Admit.class, Admission.class);
  public static final BusAddress<Connect, Connection> CONNECT =
      new BusAddress<>("charger.connect", Connect.class, Connection.class);
  public static final BusAddress<Disconnect, Done> DISCONNECT =
      new BusAddress<>("charger.disconnect", Disconnect.class, Done.class);
  public static final BusAddress<NodeGone, Done> NODE_GONE =
      new BusAddress<>("charger.node-gone", NodeGone.class, Done.class);
  public static final BusAddress<ChargerKey, Location> LOCATE =
      new BusAddress<>("charger.locate", ChargerKey.class, Location.class);

  public static final BusAddress<ConfirmSecrets, SecretsConfirmed> CONFIRM_SECRETS =
      new BusAddress<>("charger.secrets.confirm", ConfirmSecrets.class, SecretsConfirmed.class);

  public static final BusAddress<Boot, BootVerdict> BOOT =
      new BusAddress<>("charger.boot", Boot.class, BootVerdict.class);
  public static final BusAddress<ConnectorStatus, Done> STATUS =
      new BusAddress<>("charger.status", ConnectorStatus.class, Done.class);
  public static final BusAddress<Notice, Done> NOTICE =
      new BusAddress<>("charger.notice", Notice.class, Done.class);
  public static final BusAddress<SeenBatch, Done> SEEN =
      new BusAddress<>("charger.seen", SeenBatch.class, Done.class);
  public static final BusAddress<NameClaim, NameStanding> NAME =
      new BusAddress<>("charger.name", NameClaim.class, NameStanding.class);

  public static final BusAddress<ChargerQuery, ChargerPage> LIST =
      new BusAddress<>("charger.list", ChargerQuery.class, ChargerPage.class);
  public static final BusAddress<ChargerKey, Charger> GET =
      new BusAddress<>("charger.get", ChargerKey.class, Charger.class);
  public static final BusAddress<NewCharger, Charger> CREATE =
      new BusAddress<>("charger.create", NewCharger.class, Charger.class);
  public static final BusAddress<EditCharger, Charger> EDIT =
      new BusAddress<>("charger.edit", EditCharger.class, Charger.class);
  public static final BusAddress<SecurityProfile, Charger> SET_SECURITY_PROFILE =
      new BusAddress<>("charger.security-profile.set", SecurityProfile.class, Charger.class);
  public static final BusAddress<SecurityProfile, Done> SECURITY_PROFILE_REACHED =
      new BusAddress<>("charger.security-profile.reached", SecurityProfile.class, Done.class);
  public static final BusAddress<ChargerKey, InstalledCertificates> INSTALLED_CERTIFICATES =
      new BusAddress<>(
          "charger.installed-certificates", ChargerKey.class, InstalledCertificates.class);
  public static final BusAddress<ChargerKey, Done> DELETE =
      new BusAddress<>("charger.delete", ChargerKey.class, Done.class);
  public static final BusAddress<FleetQuery, Fleet> FLEET =
      new BusAddress<>("charger.fleet", FleetQuery.class, Fleet.class);

  private Chargers() {}

  /** The standard's RegistrationStatus (1.6 part 2, 7.34). */
  public enum Registration {
    Accepted,
    Pending,
    Rejected
  }

  public enum Transport {
    WebSocket,
    MQTT
  }

  public record ChargerKey(String chargerId) {}

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
   * The least profile an operator demands of a charger, or the profile it has just connected with.
   */
  public record SecurityProfile(String chargerId, int profile) {}

  /**
   * A root certificate that a charger is known to hold.
   *
   * @param certificateType the standard's CertificateUse
   * @param hashAlgorithm null, as the hashes, until the charger listed it
   * @param subject null, as what follows, when it was not installed by us
   */
  public record InstalledCertificate(
      String certificateType,
      String serialNumber,
      @Nullable String hashAlgorithm,
      @Nullable String issuerNameHash,
      @Nullable String issuerKeyHash,
      @Nullable String subject,
      @Nullable Instant validTo,
      @Nullable String certificate,
      @Nullable List<ContractCertificates.HashData> childCertificates,
      Instant storedAt) {}

  public record InstalledCertificates(String chargerId, List<InstalledCertificate> items) {}

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

  /** A charger shows or asks for a certificate with this common name. */
  public record NameClaim(String chargerId, String commonName) {}

  /** As what a charger has a name. */
  public enum NameKind {
    Identity,
    SerialNumber,
    /** A serial number that it told on connections only that proved nothing. */
    UnprovedSerialNumber,
    None
  }

  /**
   * @param other another charger that has the name as identity or serial number, in any letter case
   */
  public record NameStanding(NameKind kind, @Nullable String other) {}

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

  /** A node left without a word (or starts again): all its connections are closed. */
  public record NodeGone(String nodeId) {}

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

  /** BootNotification of any version. */
  public record Boot(
      String chargerId,
      String vendor,
      String model,
      @Nullable String serialNumber,
      @Nullable String chargeBoxSerialNumber,
      @Nullable String firmwareVersion,
      @Nullable String iccid,
      @Nullable String imsi,
      @Nullable String meterType,
      @Nullable String meterSerialNumber,
      @Nullable String reason) {}

  public record BootVerdict(Registration registration, int heartbeatIntervalS) {}

  /**
   * StatusNotification. EVSE 0 is the whole charging station, connector 0 of an EVSE the whole
   * EVSE. Older than the stored one (by its own time): kept in the log only.
   */
  public record ConnectorStatus(
      String chargerId,
      int evseId,
      int connectorId,
      String status,
      String errorCode,
      @Nullable String info,
      @Nullable String vendorId,
      @Nullable String vendorErrorCode,
      @Nullable Instant at) {
    /** Of a connector of 1.6, which is the EVSE of the same number. */
    public ConnectorStatus(
        String chargerId,
        int connectorId,
        String status,
        String errorCode,
        @Nullable String info,
        @Nullable String vendorId,
        @Nullable String vendorErrorCode,
        @Nullable Instant at) {
      this(
          chargerId,
          connectorId,
          connectorId,
          status,
          errorCode,
          info,
          vendorId,
          vendorErrorCode,
          at);
    }
  }

  public enum NoticeKind {
    DiagnosticsStatus,
    FirmwareStatus,
    SignedFirmwareStatus,
    LogStatus,
    SecurityEvent,
    SignCertificate,
    DataTransfer
  }

  /** Something a charger reported that is kept as it is: a status, a security event type, a CSR. */
  public record Notice(
      String chargerId,
      NoticeKind kind,
      String value,
      @Nullable Integer requestId,
      @Nullable String detail,
      @Nullable Instant at) {}

  /** When chargers were last heard; gathered for some seconds by each node. */
  public record SeenBatch(Map<String, Instant> lastSeenAt) {}

  /**
   * @param evseId for a connector of 1.6 its own number
   */
  public record Connector(
      int evseId,
      int connectorId,
      String status,
      String errorCode,
      @Nullable String info,
      @Nullable String vendorId,
      @Nullable String vendorErrorCode,
      Instant statusAt) {}

  /** A charging station as the API shows it. */
  public record Charger(
      String id,
      @Nullable String name,
      @Nullable String site,
      Registration registration,
      boolean strict,
      @Nullable OcppVersion defaultVersion,
      boolean online,
      @Nullable Transport transport,
      @Nullable OcppVersion version,
      @Nullable String nodeId,
      @Nullable String remoteAddress,
      @Nullable Instant connectedAt,
      @Nullable Instant lastSeenAt,
      @Nullable Instant bootedAt,
      @Nullable String vendor,
      @Nullable String model,
      @Nullable String serialNumber,
      @Nullable String chargeBoxSerialNumber,
      @Nullable String firmwareVersion,
      @Nullable String iccid,
      @Nullable String imsi,
      @Nullable String meterType,
      @Nullable String meterSerialNumber,
      @Nullable String firmwareStatus,
      @Nullable String diagnosticsStatus,
      int securityProfile,
      List<Connector> connectors,
      Instant createdAt,
      Instant updatedAt,
      @Nullable String bootReason,
      @Nullable Integer connectionSecurityProfile) {}

  public enum ChargerSort {
    id,
    name,
    lastSeenAt,
    createdAt
  }

  /**
   * @param search part of id, name, vendor, model or serial number
   * @param status a connector status that at least one connector has
   */
  public record ChargerQuery(
      @Nullable String search,
      @Nullable Registration registration,
      @Nullable Boolean online,
      @Nullable String status,
      @Nullable String site,
      ChargerSort sort,
      boolean descending,
      int limit,
      @Nullable String cursor) {}

  public record ChargerPage(List<Charger> items, @Nullable String next) {}

  /**
   * defaultVersion: what to speak when the charger offers no subprotocol; null is the system's
   * default.
   */
  public record NewCharger(
      String id,
      @Nullable String name,
      @Nullable String site,
      Registration registration,
      boolean strict,
      @Nullable OcppVersion defaultVersion) {}

  /** Replaces the operator's fields of a charger. */
  public record EditCharger(
      String id,
      @Nullable String name,
      @Nullable String site,
      Registration registration,
      boolean strict,
      @Nullable OcppVersion defaultVersion) {}

  public record FleetQuery() {}

  /** Counts of the whole fleet; connectors without connector 0. */
  public record Fleet(
      long chargers,
      long online,
      Map<String, Long> registrations,
      Map<String, Long> connectorStatuses,
      Map<String, Long> transports) {}
}
