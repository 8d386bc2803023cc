package io.galvan.contract.registration;

import io.galvan.contract.command.Commands;
import io.galvan.contract.messagelog.MessageLogs;
import io.galvan.contract.policy.Configurations;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
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

  public static final BusAddress<Boot, BootVerdict> BOOT =
      new BusAddress<>("charger.boot", Boot.class, BootVerdict.class);
  public static final BusAddress<ConnectorStatus, Done> STATUS =
      new BusAddress<>("charger.status", ConnectorStatus.class, Done.class);
  public static final BusAddress<Notice, Done> NOTICE =
      new BusAddress<>("charger.notice", Notice.class, Done.class);
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
   * The least profile an operator demands of a charger, or the profile it has just connected with.
   */
  public record SecurityProfile(String chargerId, int profile) {}

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
   * BootNotification of any version.
   *
   * @param asked it answers a trigger of ours, so the station need not have started anew
   */
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
      @Nullable String reason,
      boolean asked) {
    /** One that nobody asked for. */
    public Boot(
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
        @Nullable String reason) {
      this(
          chargerId,
          vendor,
          model,
          serialNumber,
          chargeBoxSerialNumber,
          firmwareVersion,
          iccid,
          imsi,
          meterType,
          meterSerialNumber,
          reason,
          false);
    }

    /** Whether the station has started anew: 2.x tells why it boots. */
    public boolean isReboot() {
      return !asked && !"Triggered".equals(reason);
    }
  }

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
