package io.galvan.central.route;

import io.galvan.contract.pki.Certificates;
import io.galvan.contract.pki.Certificates.SigningState;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.Notice;
import io.galvan.contract.registration.Chargers.NoticeKind;
import io.galvan.contract.token.Tokens;
import io.galvan.contract.transaction.Transactions;
import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.contract.transaction.Transactions.Sample;
import io.galvan.ocpp.rpc.Deviation;
import io.galvan.ocpp.rpc.DeviationKind;
import io.galvan.ocpp.shape.Wire;
import io.galvan.ocpp.v16.*;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * OCPP 1.6: turns what a charge point says into the services' version-neutral requests, and their
 * answers back.
 */
final class Inbound16 {
  /** A measured value as the standard wants it; some stations pad it. It never backtracks. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "\\s*+[+-]?+(?:[0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++)(?:[eE][+-]?+[0-9]++)?+\\s*+");

  private static final String VALUE = "$.meterValue[].sampledValue[].value";

  private final Bus bus;
  private final IdTokens tokens;
  private final VendorHandlers vendors;

  Inbound16(Bus bus, IdTokens tokens, VendorHandlers vendors) {
    this.bus = bus;
    this.tokens = tokens;
    this.vendors = vendors;
  }

  Future<AuthorizeResponse> authorize(Caller caller, AuthorizeRequest request) {
    return bus.request(
            Tokens.AUTHORIZE,
            new Tokens.Authorize(tokens.token(caller, request.idTag()), caller.chargerId()))
        .map(verdict -> new AuthorizeResponse(idTagInfo(verdict)));
  }

  Future<BootNotificationResponse> bootNotification(
      Caller caller, BootNotificationRequest request) {
    Chargers.Boot boot =
        new Chargers.Boot(
            caller.chargerId(),
            request.chargePointVendor(),
            request.chargePointModel(),
            request.chargePointSerialNumber(),
            request.chargeBoxSerialNumber(),
            request.firmwareVersion(),
            request.iccid(),
            request.imsi(),
            request.meterType(),
            request.meterSerialNumber(),
            null,
            caller.takeAsked("BootNotification"));
    return bus.request(Chargers.BOOT, boot)
        .map(
            verdict -> {
              caller.registered(verdict);
              return new BootNotificationResponse(
                  RegistrationStatus.valueOf(verdict.registration().name()),
                  time(caller.now()),
                  verdict.heartbeatIntervalS());
            });
  }

  /**
   * Every transfer is kept, whoever understands it (1.6 part 2, 4.3). One that could not be kept,
   * or whose vendor's handler went wrong, is rejected: a CALLERROR would say nothing to the vendor.
   */
  Future<DataTransferResponse> dataTransfer(Caller caller, DataTransferRequest request) {
    String detail =
        request.messageId() == null ? request.data() : request.messageId() + ": " + request.data();
    return notice(caller, NoticeKind.DataTransfer, request.vendorId(), null, detail, null)
        .compose(
            ok ->
                vendors.handle(
                    caller.chargerId(), request.vendorId(), request.messageId(), request.data()))
        .map(
            answer ->
                answer
                    .map(
                        given ->
                            new DataTransferResponse(
                                DataTransferStatus.valueOf(given.verdict().name()), given.data()))
                    .orElseGet(() -> DataTransferResponse.of(DataTransferStatus.UnknownVendorId)))
        .otherwise(failure -> DataTransferResponse.of(DataTransferStatus.Rejected));
  }

  Future<DiagnosticsStatusNotificationResponse> diagnosticsStatus(
      Caller caller, DiagnosticsStatusNotificationRequest request) {
    return notice(
            caller, NoticeKind.DiagnosticsStatus, Wire.text(request.status()), null, null, null)
        .map(ok -> new DiagnosticsStatusNotificationResponse());
  }

  Future<FirmwareStatusNotificationResponse> firmwareStatus(
      Caller caller, FirmwareStatusNotificationRequest request) {
    return notice(caller, NoticeKind.FirmwareStatus, Wire.text(request.status()), null, null, null)
        .map(ok -> new FirmwareStatusNotificationResponse());
  }

  /**
   * When the station was heard is kept for every frame, so a heartbeat needs nothing but the time
   * (1.6 part 2, 4.6).
   */
  Future<HeartbeatResponse> heartbeat(Caller caller, HeartbeatRequest request) {
    return Future.succeededFuture(new HeartbeatResponse(time(caller.now())));
  }

  Future<LogStatusNotificationResponse> logStatus(
      Caller caller, LogStatusNotificationRequest request) {
    return notice(
            caller,
            NoticeKind.LogStatus,
            Wire.text(request.status()),
            request.requestId(),
            null,
            null)
        .map(ok -> new LogStatusNotificationResponse());
  }

  Future<MeterValuesResponse> meterValues(Caller caller, MeterValuesRequest request) {
    return bus.request(
            Transactions.METER,
            new Transactions.Meter(
                caller.chargerId(),
                request.connectorId(),
                ours(caller, request.transactionId()),
                readings(caller, request.meterValue())))
        .map(ok -> new MeterValuesResponse());
  }

  Future<SecurityEventNotificationResponse> securityEvent(
      Caller caller, SecurityEventNotificationRequest request) {
    return notice(
            caller,
            NoticeKind.SecurityEvent,
            request.type(),
            null,
            request.techInfo(),
            request.timestamp())
        .map(ok -> new SecurityEventNotificationResponse());
  }

  /**
   * Rejected when the request can never be signed. Otherwise the certificate follows as
   * CertificateSigned, at once or when an operator has signed it (security whitepaper, 4.1.7).
   */
  Future<SignCertificateResponse> signCertificate(Caller caller, SignCertificateRequest request) {
    return bus.request(Chargers.GET, new Chargers.ChargerKey(caller.chargerId()))
        .compose(
            charger ->
                bus.request(
                    Certificates.SUBMIT,
                    new Certificates.Submission(
                        charger.id(),
                        request.csr(),
                        charger.registration() == Chargers.Registration.Accepted)))
        .map(
            submitted -> {
              if (submitted.state() == SigningState.Signed) {
                bus.send(Certificates.HAND_OVER, new Certificates.SigningKey(submitted.id()));
              }
              return new SignCertificateResponse(
                  submitted.state() == SigningState.Rejected
                      ? GenericStatus.Rejected
                      : GenericStatus.Accepted);
            });
  }

  Future<SignedFirmwareStatusNotificationResponse> signedFirmwareStatus(
      Caller caller, SignedFirmwareStatusNotificationRequest request) {
    return notice(
            caller,
            NoticeKind.SignedFirmwareStatus,
            Wire.text(request.status()),
            request.requestId(),
            null,
            null)
        .map(ok -> new SignedFirmwareStatusNotificationResponse());
  }

  Future<StartTransactionResponse> startTransaction(
      Caller caller, StartTransactionRequest request) {
    return bus.request(
            Transactions.START,
            new Transactions.Start(
                caller.chargerId(),
                request.connectorId(),
                tokens.token(caller, request.idTag()),
                known(request.meterStart()),
                request.timestamp().toInstant(),
                request.reservationId()))
        .map(
            started ->
                new StartTransactionResponse(
                    idTagInfo(started.authorization()), started.transactionId()));
  }

  Future<StatusNotificationResponse> statusNotification(
      Caller caller, StatusNotificationRequest request) {
    return bus.request(
            Chargers.STATUS,
            new Chargers.ConnectorStatus(
                caller.chargerId(),
                request.connectorId(),
                Wire.text(request.status()),
                Wire.text(request.errorCode()),
                request.info(),
                request.vendorId(),
                request.vendorErrorCode(),
                request.timestamp() == null ? null : request.timestamp().toInstant()))
        .map(ok -> new StatusNotificationResponse());
  }

  Future<StopTransactionResponse> stopTransaction(Caller caller, StopTransactionRequest request) {
    return bus.request(
            Transactions.STOP,
            new Transactions.Stop(
                caller.chargerId(),
                request.transactionId(),
                known(request.meterStop()),
                request.timestamp().toInstant(),
                request.reason() == null ? "" : Wire.text(request.reason()),
                request.idTag() == null ? null : tokens.token(caller, request.idTag()),
                request.transactionData() == null
                    ? List.of()
                    : readings(caller, request.transactionData())))
        .map(
            stopped ->
                new StopTransactionResponse(
                    stopped.authorization() == null ? null : idTagInfo(stopped.authorization())));
  }

  private Future<?> notice(
      Caller caller,
      NoticeKind kind,
      String value,
      @Nullable Integer requestId,
      @Nullable String detail,
      @Nullable OffsetDateTime at) {
    return bus.request(
        Chargers.NOTICE,
        new Notice(
            caller.chargerId(),
            kind,
            value,
            requestId,
            detail,
            at == null ? null : at.toInstant()));
  }

  private static IdTagInfo idTagInfo(Tokens.Authorization verdict) {
    String parent = verdict.groupIdToken();
    return new IdTagInfo(
        verdict.expiresAt() == null ? null : time(verdict.expiresAt()),
        // A group of 2.x may be longer than the 20 characters that fit here; such a parent cannot
        // be told to a 1.6 station.
        parent != null && parent.length() <= 20 ? parent : null,
        AuthorizationStatus.valueOf(verdict.status().in16().name()));
  }

  /**
   * An id that is never given out - stations send 0, negative ones and the greatest of 64 bits - is
   * none: its readings belong to what runs on the connector.
   */
  private static @Nullable Long ours(Caller caller, @Nullable Long transactionId) {
    if (transactionId == null || (transactionId > 0 && transactionId <= Integer.MAX_VALUE)) {
      return transactionId;
    }
    caller.deviates(
        Deviation.of(
            "$.transactionId",
            DeviationKind.ImpossibleTransactionId,
            transactionId.toString(),
            ""));
    return null;
  }

  /** Stations that do not know their register say -1, as what cannot be read is taken for. */
  private static @Nullable Long known(long registerWh) {
    return registerWh < 0 ? null : registerWh;
  }

  private static List<Reading> readings(Caller caller, List<MeterValue> values) {
    List<Reading> readings = new ArrayList<>(values.size());
    for (MeterValue value : values) {
      List<Sample> samples = new ArrayList<>(value.sampledValue().size());
      for (SampledValue sampled : value.sampledValue()) {
        Sample sample = sample(sampled);
        if (!sample.format().equals("SignedData") && !NUMBER.matcher(sample.value()).matches()) {
          caller.deviates(Deviation.of(VALUE, DeviationKind.NotANumber, sample.value(), ""));
        }
        samples.add(sample);
      }
      readings.add(new Reading(value.timestamp().toInstant(), samples));
    }
    return readings;
  }

  /** Fills in what the standard says an absent field means (1.6 part 2, 7.43). */
  private static Sample sample(SampledValue value) {
    Measurand measurand =
        value.measurand() == null ? Measurand.EnergyActiveImportRegister : value.measurand();
    return new Sample(
        value.value(),
        Wire.text(value.context() == null ? ReadingContext.SamplePeriodic : value.context()),
        Wire.text(value.format() == null ? ValueFormat.Raw : value.format()),
        Wire.text(measurand),
        value.phase() == null ? null : Wire.text(value.phase()),
        Wire.text(value.location() == null ? Location.Outlet : value.location()),
        value.unit() == null ? defaultUnit(measurand) : Wire.text(value.unit()));
  }

  /**
   * The standard names Wh for energies only; for the others the SI unit is what stations mean when
   * they leave it out.
   */
  private static String defaultUnit(Measurand measurand) {
    return switch (measurand) {
      case EnergyActiveExportRegister,
          EnergyActiveImportRegister,
          EnergyActiveExportInterval,
          EnergyActiveImportInterval ->
          "Wh";
      case EnergyReactiveExportRegister,
          EnergyReactiveImportRegister,
          EnergyReactiveExportInterval,
          EnergyReactiveImportInterval ->
          "varh";
      case PowerActiveExport, PowerActiveImport, PowerOffered -> "W";
      case PowerReactiveExport, PowerReactiveImport -> "var";
      case CurrentExport, CurrentImport, CurrentOffered -> "A";
      case Voltage -> "V";
      case Temperature -> "Celsius";
      case SoC -> "Percent";
      case PowerFactor, Frequency, RPM -> "";
    };
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
