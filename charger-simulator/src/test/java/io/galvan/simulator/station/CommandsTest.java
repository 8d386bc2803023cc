package io.galvan.simulator.station;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.ocpp.v16.ChargePointStatus;
import io.galvan.simulator.ScriptedCentral;
import io.galvan.simulator.ScriptedCentral.Received;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every call a central system can make, against one station of two connectors. */
class CommandsTest {
  private static final String ID = "CP-1";

  private final Vertx vertx = Vertx.vertx();
  private final ScriptedCentral central = new ScriptedCentral(vertx);
  private final Map<String, String> received = new ConcurrentHashMap<>();
  private SimulatedStation station;

  @BeforeEach
  void start() {
    get(central.listen());
    station =
        get(
            SimulatedStation.builder(vertx)
                .id(ID)
                .webSocket(central.url())
                .connectors(2)
                .speed(60)
                .build()
                .start());
    await().until(() -> central.calls("StatusNotification").size() == 3);
  }

  @AfterEach
  void close() {
    get(vertx.close());
  }

  /** A server with one file, to which everything may be sent; gives its URL. */
  private String fileServer() {
    return "http://127.0.0.1:"
        + get(vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      if (request.method() == HttpMethod.PUT) {
                        request
                            .body()
                            .onSuccess(
                                body -> {
                                  received.put(request.path(), body.toString());
                                  request.response().end();
                                });
                      } else {
                        boolean known = request.path().equals("/fw.bin");
                        request.response().setStatusCode(known ? 200 : 404).end("image");
                      }
                    })
                .listen(0, "127.0.0.1"))
            .actualPort();
  }

  private static JsonObject json(Object... pairs) {
    JsonObject object = new JsonObject();
    for (int i = 0; i < pairs.length; i += 2) {
      object.put((String) pairs[i], pairs[i + 1]);
    }
    return object;
  }

  private JsonObject ask(String action, Object... pairs) {
    return central.result(ID, action, json(pairs));
  }

  private String status(String action, Object... pairs) {
    return ask(action, pairs).getString("status");
  }

  private long charge(int connector) {
    get(station.plugIn(connector));
    get(station.presentTag(connector, "TAG"));
    await().until(() -> station.transactionId(connector).isPresent());
    return station.transactionId(connector).getAsLong();
  }

  private void awaitState(int connector, ChargePointStatus state) {
    await().until(() -> station.state(connector) == state);
  }

  private static String later(Duration time) {
    return Clock.systemUTC().instant().plus(time).toString();
  }

  private List<String> statuses(String action) {
    return central.calls(action).stream().map(call -> call.payload().getString("status")).toList();
  }

  @Test
  void shouldRefuseWhatItDoesNotKnowWithNotImplemented() {
    JsonArray answer = central.call(ID, "MakeCoffee", new JsonObject());
    assertThat(answer.getInteger(0)).isEqualTo(4);
    assertThat(answer.getString(2)).isEqualTo("NotImplemented");
  }

  @Test
  void shouldAnswerARepeatedCallAgainAndApplyItOnce() {
    get(station.plugIn(1));
    JsonObject start = json("connectorId", 1, "idTag", "TAG");
    JsonArray first = central.call(ID, "same", "RemoteStartTransaction", start);
    await().until(() -> station.transactionId(1).isPresent());
    assertThat(central.call(ID, "same", "RemoteStartTransaction", start)).isEqualTo(first);
    assertThat(central.calls("StartTransaction")).hasSize(1);
  }

  @Test
  void shouldStartRemotelyWhenTheCableComesAndStopRemotely() {
    assertThat(status("RemoteStartTransaction", "idTag", "REMOTE")).isEqualTo("Accepted");
    awaitState(1, ChargePointStatus.Preparing);
    assertThat(station.awaitsCable(1)).isTrue();
    get(station.plugIn(1));
    await().until(() -> station.transactionId(1).isPresent());
    Received start = central.calls("StartTransaction").get(0);
    assertThat(start.payload().getString("idTag")).isEqualTo("REMOTE");
    long id = station.transactionId(1).getAsLong();
    assertThat(status("RemoteStopTransaction", "transactionId", id + 1)).isEqualTo("Rejected");
    assertThat(status("RemoteStopTransaction", "transactionId", id)).isEqualTo("Accepted");
    awaitState(1, ChargePointStatus.Finishing);
    await().until(() -> !central.calls("StopTransaction").isEmpty());
    assertThat(central.calls("StopTransaction").get(0).payload().getString("reason"))
        .isEqualTo("Remote");
  }

  @Test
  void shouldGiveUpARemoteStartWhenNoCableComes() {
    assertThat(status("RemoteStartTransaction", "idTag", "REMOTE", "connectorId", 2))
        .isEqualTo("Accepted");
    awaitState(2, ChargePointStatus.Preparing);
    awaitState(2, ChargePointStatus.Available);
    assertThat(status("RemoteStartTransaction", "idTag", "REMOTE", "connectorId", 3))
        .isEqualTo("Rejected");
  }

  @Test
  void shouldEndATransactionToUnlock() {
    charge(1);
    assertThat(status("UnlockConnector", "connectorId", 1)).isEqualTo("Unlocked");
    awaitState(1, ChargePointStatus.Finishing);
    await().until(() -> !central.calls("StopTransaction").isEmpty());
    assertThat(central.calls("StopTransaction").get(0).payload().getString("reason"))
        .isEqualTo("UnlockCommand");
    assertThat(status("UnlockConnector", "connectorId", 9)).isEqualTo("NotSupported");
  }

  @Test
  void shouldScheduleAChangeOfAvailabilityWhileCharging() {
    charge(1);
    assertThat(status("ChangeAvailability", "connectorId", 0, "type", "Inoperative"))
        .isEqualTo("Scheduled");
    awaitState(2, ChargePointStatus.Unavailable);
    assertThat(station.state(1)).isEqualTo(ChargePointStatus.Charging);
    get(station.presentTag(1, "TAG"));
    awaitState(1, ChargePointStatus.Unavailable);
    get(station.unplug(1));
    assertThat(status("ChangeAvailability", "connectorId", 0, "type", "Operative"))
        .isEqualTo("Accepted");
    awaitState(1, ChargePointStatus.Available);
    awaitState(2, ChargePointStatus.Available);
    assertThat(status("ChangeAvailability", "connectorId", 7, "type", "Operative"))
        .isEqualTo("Rejected");
  }

  @ParameterizedTest
  @CsvSource({
    "MeterValueSampleInterval, 30, Accepted",
    "metervaluesampleinterval, 30, Accepted",
    "MeterValueSampleInterval, often, Rejected",
    "MeterValuesSampledData, 'Voltage,SoC', Accepted",
    "MeterValuesSampledData, 'Voltage,Happiness', Rejected",
    "NumberOfConnectors, 4, Rejected",
    "AllowOfflineTxForUnknownId, perhaps, Rejected",
    "WebSocketPingInterval, 30, RebootRequired",
    "AuthorizationKey, short, Rejected",
    "NoSuchKey, 1, NotSupported"
  })
  void shouldJudgeAChangeOfConfiguration(String key, String value, String verdict) {
    assertThat(status("ChangeConfiguration", "key", key, "value", value)).isEqualTo(verdict);
  }

  @Test
  void shouldShowItsConfigurationButNoSecret() {
    JsonObject all = ask("GetConfiguration");
    assertThat(all.getJsonArray("configurationKey").size()).isGreaterThan(40);
    assertThat(all.containsKey("unknownKey")).isFalse();
    JsonObject some =
        ask(
            "GetConfiguration",
            "key",
            new JsonArray(List.of("NumberOfConnectors", "Nonsense", "AuthorizationKey")));
    assertThat(some.getJsonArray("unknownKey")).containsExactly("Nonsense");
    assertThat(some.getJsonArray("configurationKey"))
        .containsExactly(
            json("key", "NumberOfConnectors", "readonly", true, "value", "2"),
            json("key", "AuthorizationKey", "readonly", false));
  }

  @Test
  void shouldKeepALocalListAndUseItOffline() {
    assertThat(ask("GetLocalListVersion").getInteger("listVersion")).isZero();
    JsonArray entries =
        new JsonArray().add(json("idTag", "LISTED", "idTagInfo", json("status", "Accepted")));
    assertThat(
            status(
                "SendLocalList",
                "listVersion",
                4,
                "updateType",
                "Full",
                "localAuthorizationList",
                entries))
        .isEqualTo("Accepted");
    assertThat(ask("GetLocalListVersion").getInteger("listVersion")).isEqualTo(4);
    assertThat(status("SendLocalList", "listVersion", 4, "updateType", "Differential"))
        .isEqualTo("VersionMismatch");
    get(station.goOffline());
    get(station.plugIn(1));
    assertThat(get(station.presentTag(1, "UNKNOWN")).name()).isEqualTo("Invalid");
    assertThat(get(station.presentTag(1, "listed")).name()).isEqualTo("Accepted");
    assertThat(station.charging(1)).isTrue();
  }

  @Test
  void shouldForgetWhatItCached() {
    charge(1);
    get(station.presentTag(1, "TAG"));
    get(station.unplug(1));
    assertThat(status("ClearCache")).isEqualTo("Accepted");
    get(station.goOffline());
    get(station.plugIn(1));
    assertThat(get(station.presentTag(1, "TAG")).name()).isEqualTo("Invalid");
  }

  @Test
  void shouldKeepAReservedConnectorForItsTag() {
    Object[] reserve = {
      "connectorId",
      1,
      "idTag",
      "MINE",
      "reservationId",
      11,
      "expiryDate",
      later(Duration.ofHours(9))
    };
    assertThat(status("ReserveNow", reserve)).isEqualTo("Accepted");
    awaitState(1, ChargePointStatus.Reserved);
    get(station.plugIn(1));
    assertThat(get(station.presentTag(1, "OTHER")).name()).isEqualTo("Blocked");
    get(station.presentTag(1, "MINE"));
    await().until(() -> station.transactionId(1).isPresent());
    assertThat(central.calls("StartTransaction").get(0).payload().getInteger("reservationId"))
        .isEqualTo(11);
    assertThat(status("CancelReservation", "reservationId", 11)).isEqualTo("Rejected");
    assertThat(status("ReserveNow", reserve)).isEqualTo("Occupied");
  }

  @Test
  void shouldFreeAConnectorWhenItsReservationEnds() {
    Instant soon = station.timeline().now().plusSeconds(60);
    assertThat(
            status(
                "ReserveNow",
                "connectorId",
                1,
                "idTag",
                "MINE",
                "reservationId",
                1,
                "expiryDate",
                soon.toString()))
        .isEqualTo("Accepted");
    awaitState(1, ChargePointStatus.Reserved);
    awaitState(1, ChargePointStatus.Available);
    Instant late = soon.plusSeconds(36_000);
    status(
        "ReserveNow",
        "connectorId",
        2,
        "idTag",
        "MINE",
        "reservationId",
        2,
        "expiryDate",
        late.toString());
    awaitState(2, ChargePointStatus.Reserved);
    assertThat(status("CancelReservation", "reservationId", 2)).isEqualTo("Accepted");
    awaitState(2, ChargePointStatus.Available);
  }

  private static JsonObject profile(int id, String purpose, String kind, double limitWatt) {
    JsonObject period = json("startPeriod", 0, "limit", limitWatt);
    return json(
        "chargingProfileId", id,
        "stackLevel", 0,
        "chargingProfilePurpose", purpose,
        "chargingProfileKind", kind,
        "chargingSchedule",
            json("chargingRateUnit", "W", "chargingSchedulePeriod", new JsonArray().add(period)));
  }

  @Test
  void shouldShareTheLimitOfTheStationAmongThoseThatCharge() {
    charge(1);
    JsonObject limit = profile(1, "ChargePointMaxProfile", "Absolute", 10_000);
    assertThat(status("SetChargingProfile", "connectorId", 0, "csChargingProfiles", limit))
        .isEqualTo("Accepted");
    await().until(() -> station.watt(1) == 10_000);
    charge(2);
    await().until(() -> station.watt(1) == 5_000 && station.watt(2) == 5_000);
  }

  @Test
  void shouldObeyChargingProfiles() {
    charge(1);
    await().until(() -> station.watt(1) == 22_000);
    JsonObject limit = profile(1, "TxProfile", "Relative", 7_000);
    assertThat(status("SetChargingProfile", "connectorId", 1, "csChargingProfiles", limit))
        .isEqualTo("Accepted");
    await().until(() -> station.watt(1) == 7_000);
    JsonObject composite = ask("GetCompositeSchedule", "connectorId", 1, "duration", 600);
    assertThat(composite.getJsonObject("chargingSchedule").getJsonArray("chargingSchedulePeriod"))
        .containsExactly(json("startPeriod", 0, "limit", 7000.0));
    JsonObject pause = profile(2, "ChargePointMaxProfile", "Absolute", 0);
    assertThat(status("SetChargingProfile", "connectorId", 0, "csChargingProfiles", pause))
        .isEqualTo("Accepted");
    awaitState(1, ChargePointStatus.SuspendedEVSE);
    assertThat(status("ClearChargingProfile", "id", 2)).isEqualTo("Accepted");
    awaitState(1, ChargePointStatus.Charging);
    assertThat(status("ClearChargingProfile")).isEqualTo("Accepted");
    await().until(() -> station.watt(1) == 22_000);
    assertThat(status("ClearChargingProfile")).isEqualTo("Unknown");
    assertThat(status("SetChargingProfile", "connectorId", 2, "csChargingProfiles", limit))
        .isEqualTo("Rejected");
  }

  @ParameterizedTest
  @CsvSource({
    "BootNotification, BootNotification",
    "DiagnosticsStatusNotification, DiagnosticsStatusNotification",
    "FirmwareStatusNotification, FirmwareStatusNotification",
    "Heartbeat, Heartbeat",
    "MeterValues, MeterValues",
    "StatusNotification, StatusNotification"
  })
  void shouldSendWhatIsTriggered(String trigger, String action) {
    int before = central.calls(action).size();
    assertThat(status("TriggerMessage", "requestedMessage", trigger)).isEqualTo("Accepted");
    await().until(() -> central.calls(action).size() > before);
    assertThat(status("TriggerMessage", "requestedMessage", trigger, "connectorId", 8))
        .isEqualTo("Rejected");
  }

  @Test
  void shouldAskForACertificateWhenTriggered() {
    assertThat(status("ExtendedTriggerMessage", "requestedMessage", "SignChargePointCertificate"))
        .isEqualTo("Accepted");
    await().until(() -> !central.calls("SignCertificate").isEmpty());
    assertThat(central.calls("SignCertificate").get(0).payload().getString("csr"))
        .startsWith("-----BEGIN CERTIFICATE REQUEST-----");
    assertThat(status("CertificateSigned", "certificateChain", pem())).isEqualTo("Rejected");
    status("ExtendedTriggerMessage", "requestedMessage", "LogStatusNotification");
    await().until(() -> statuses("LogStatusNotification").equals(List.of("Idle")));
  }

  @Test
  void shouldReportAFirmwareUpdateStepByStepAndBoot() {
    ask(
        "UpdateFirmware",
        "location",
        fileServer() + "/fw.bin",
        "retrieveDate",
        later(Duration.ZERO));
    await()
        .until(
            () ->
                statuses("FirmwareStatusNotification")
                    .equals(List.of("Downloading", "Downloaded", "Installing", "Installed")));
    assertThat(central.calls("BootNotification")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "ftp", "urn"})
  void shouldReportAFirmwareThatCannotBeFetched(String scheme) {
    String location = fileServer().replaceFirst("http", scheme) + "/other.bin";
    ask("UpdateFirmware", "location", location, "retrieveDate", later(Duration.ZERO));
    await()
        .until(
            () ->
                statuses("FirmwareStatusNotification")
                    .equals(List.of("Downloading", "DownloadFailed")));
  }

  @Test
  void shouldReportASignedFirmwareUpdate() {
    JsonObject firmware =
        json(
            "location",
            fileServer() + "/fw.bin",
            "retrieveDateTime",
            later(Duration.ZERO),
            "signingCertificate",
            "none",
            "signature",
            "c2ln");
    assertThat(status("SignedUpdateFirmware", "requestId", 3, "firmware", firmware))
        .isEqualTo("InvalidCertificate");
    firmware.put("signingCertificate", pem());
    assertThat(status("SignedUpdateFirmware", "requestId", 4, "firmware", firmware))
        .isEqualTo("Accepted");
    await()
        .until(
            () ->
                statuses("SignedFirmwareStatusNotification")
                    .equals(
                        List.of(
                            "Downloading",
                            "Downloaded",
                            "SignatureVerified",
                            "Installing",
                            "InstallRebooting",
                            "Installed")));
    assertThat(central.calls("SignedFirmwareStatusNotification"))
        .allSatisfy(call -> assertThat(call.payload().getInteger("requestId")).isEqualTo(4));
  }

  @Test
  void shouldReportUploadsOfDiagnosticsAndLogs() {
    String server = fileServer();
    String name = ask("GetDiagnostics", "location", server + "/up/").getString("fileName");
    assertThat(name).endsWith(".log");
    await()
        .until(
            () ->
                statuses("DiagnosticsStatusNotification").equals(List.of("Uploading", "Uploaded")));
    assertThat(received.get("/up/" + name)).contains(ID, "connector 2: Available");
    JsonObject log = json("remoteLocation", "nowhere");
    assertThat(status("GetLog", "log", log, "logType", "SecurityLog", "requestId", 5))
        .isEqualTo("Accepted");
    assertThat(status("GetLog", "log", log, "logType", "SecurityLog", "requestId", 6))
        .isEqualTo("AcceptedCanceled");
    await()
        .until(
            () -> statuses("LogStatusNotification").equals(List.of("Uploading", "UploadFailure")));
    assertThat(central.calls("LogStatusNotification").get(0).payload().getInteger("requestId"))
        .isEqualTo(6);
  }

  private static String pem() {
    try (InputStream in = CommandsTest.class.getResourceAsStream("/root.pem")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException missing) {
      throw new AssertionError(missing);
    }
  }

  @Test
  void shouldInstallListAndDeleteCertificates() {
    String use = "CentralSystemRootCertificate";
    assertThat(status("InstallCertificate", "certificateType", use, "certificate", "nonsense"))
        .isEqualTo("Rejected");
    assertThat(status("GetInstalledCertificateIds", "certificateType", use)).isEqualTo("NotFound");
    assertThat(status("InstallCertificate", "certificateType", use, "certificate", pem()))
        .isEqualTo("Accepted");
    JsonArray ids =
        ask("GetInstalledCertificateIds", "certificateType", use)
            .getJsonArray("certificateHashData");
    // The hashes as OpenSSL has them.
    JsonObject expected =
        json(
            "hashAlgorithm", "SHA256",
            "issuerNameHash", "a9601155be001a4deb143248b63ab437b12c999cc56ad85fe0d2a7ebcd6fbf4b",
            "issuerKeyHash", "6129a8e5bf142e32933297c22e067c877aa18d9dc5e1eb7d829c1939e0275ea1",
            "serialNumber", "a1b2c3");
    assertThat(ids).containsExactly(expected);
    assertThat(status("DeleteCertificate", "certificateHashData", expected)).isEqualTo("Accepted");
    assertThat(status("DeleteCertificate", "certificateHashData", expected)).isEqualTo("NotFound");
  }

  @Test
  void shouldKnowNoVendorsData() {
    assertThat(status("DataTransfer", "vendorId", "com.example")).isEqualTo("UnknownVendorId");
  }
}
