package io.galvan.simulator.station2;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.ocpp.OcppVersion;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Firmware, logs, displays, certificates, tariffs, ways to the central system. */
class CareTest extends Station2Test {
  private final Map<String, String> uploads = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();

  /** A server with one file, that takes others. */
  private String files() {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  if (request.method() == HttpMethod.GET) {
                    boolean there = request.path().equals("/firmware.bin");
                    request.response().setStatusCode(there ? 200 : 404).end("firmware");
                  } else {
                    request
                        .body()
                        .onSuccess(
                            body -> {
                              String login = request.getHeader("Authorization");
                              if (request.path().startsWith("/guarded") && login == null) {
                                asked.incrementAndGet();
                                request.response().setStatusCode(401).end();
                                return;
                              }
                              uploads.put(request.path(), login + " " + body);
                              request.response().end();
                            });
                  }
                });
    return "http://127.0.0.1:" + get(server.listen(0, "127.0.0.1")).actualPort();
  }

  private List<String> firmwareStatuses() {
    return central.calls("FirmwareStatusNotification").stream()
        .map(told -> told.getInteger("requestId") + " " + told.getString("status"))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(
      value = OcppVersion.class,
      names = {"V2_0_1", "V2_1"})
  void shouldInstallSignedFirmware(OcppVersion version) {
    start(version);
    JsonObject firmware =
        new JsonObject()
            .put("location", files() + "/firmware.bin")
            .put("retrieveDateTime", Central2.NOW)
            .put("signingCertificate", "nonsense")
            .put("signature", "abc");
    JsonObject request = new JsonObject().put("requestId", 3).put("firmware", firmware);
    assertThat(status("UpdateFirmware", request)).isEqualTo("InvalidCertificate");
    firmware.put("signingCertificate", TestCertificates.root());
    assertThat(status("UpdateFirmware", request)).isEqualTo("Accepted");
    await().until(() -> firmwareStatuses().contains("3 Installed"));

    assertThat(firmwareStatuses())
        .containsExactly(
            "3 Downloading",
            "3 Downloaded",
            "3 SignatureVerified",
            "3 Installing",
            "3 InstallRebooting",
            "3 Installed");
    assertThat(central.calls("BootNotification").get(1).getString("reason"))
        .isEqualTo("FirmwareUpdate");
    assertThat(central.calls("SecurityEventNotification").get(0).getString("type"))
        .isEqualTo("InvalidFirmwareSigningCertificate");
  }

  @Test
  void shouldTryADownloadAgainAndSayWhenItFails() {
    start(OcppVersion.V2_0_1);
    JsonObject firmware =
        new JsonObject()
            .put("location", files() + "/missing.bin")
            .put("retrieveDateTime", station.timeline().now().plusSeconds(30).toString());
    assertThat(
            status(
                "UpdateFirmware",
                new JsonObject()
                    .put("requestId", 4)
                    .put("retries", 2)
                    .put("retryInterval", 1)
                    .put("firmware", firmware)))
        .isEqualTo("Accepted");
    await().until(() -> firmwareStatuses().contains("4 DownloadFailed"));

    assertThat(firmwareStatuses())
        .containsExactly("4 DownloadScheduled", "4 Downloading", "4 DownloadFailed");
  }

  @Test
  void shouldPublishFirmwareWhoseChecksumFits() {
    start(OcppVersion.V2_0_1);
    String md5 = "1d1d71b44d9c1a8b6a84f4ab8b1d8a0f";
    JsonObject request =
        new JsonObject()
            .put("location", files() + "/firmware.bin")
            .put("requestId", 6)
            .put("checksum", md5);
    assertThat(status("PublishFirmware", request)).isEqualTo("Accepted");
    await().until(() -> published().contains("InvalidChecksum"));
    String right = md5Of("firmware");
    assertThat(status("PublishFirmware", request.put("checksum", right))).isEqualTo("Accepted");
    await().until(() -> published().contains("Published"));

    assertThat(status("UnpublishFirmware", new JsonObject().put("checksum", right)))
        .isEqualTo("Unpublished");
    assertThat(status("UnpublishFirmware", new JsonObject().put("checksum", right)))
        .isEqualTo("NoFirmware");
  }

  private List<String> published() {
    return central.calls("PublishFirmwareStatusNotification").stream()
        .map(told -> told.getString("status"))
        .toList();
  }

  private static String md5Of(String text) {
    try {
      return java.util.HexFormat.of()
          .formatHex(
              java.security.MessageDigest.getInstance("MD5")
                  .digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldUploadTheLogThatIsAskedFor() {
    start(OcppVersion.V2_0_1);
    get(station.securityEvent("TamperDetectionActivated"));
    JsonObject answer =
        result(
            "GetLog",
            new JsonObject()
                .put("logType", "SecurityLog")
                .put("requestId", 12)
                .put("log", new JsonObject().put("remoteLocation", files() + "/logs/")));
    assertThat(answer.getString("status")).isEqualTo("Accepted");
    await().until(() -> uploads.containsKey("/logs/" + answer.getString("filename")));
    await().until(() -> central.calls("LogStatusNotification").size() == 2);

    assertThat(uploads.get("/logs/" + answer.getString("filename")))
        .contains("TamperDetectionActivated");
    assertThat(
            central.calls("LogStatusNotification").stream()
                .map(told -> told.getInteger("requestId") + " " + told.getString("status")))
        .containsExactly("12 Uploading", "12 Uploaded");
    assertThat(central.calls("SecurityEventNotification")).hasSize(1);
  }

  @Test
  void shouldShowTheCredentialsOfAnUrlOnlyWhenAsked_TC_N_102() {
    start(OcppVersion.V2_1);
    String location = files().replace("//", "//upload:hush@");
    for (String folder : List.of("/guarded/", "/open/")) {
      JsonObject request =
          new JsonObject()
              .put("logType", "DiagnosticsLog")
              .put("requestId", 12)
              .put("log", new JsonObject().put("remoteLocation", location + folder));
      String path = folder + result("GetLog", request).getString("filename");
      await().until(() -> uploads.containsKey(path));
      await()
          .until(
              () ->
                  central.calls("LogStatusNotification").stream()
                      .anyMatch(told -> "Uploaded".equals(told.getString("status"))));
      String basic =
          Base64.getEncoder().encodeToString("upload:hush".getBytes(StandardCharsets.UTF_8));
      assertThat(uploads.get(path))
          .startsWith(folder.equals("/guarded/") ? "Basic " + basic + " " : "null ");
    }
    assertThat(asked).hasValue(1);
  }

  // Displays and customers.

  private static JsonObject message(int id, String priority, String format) {
    return new JsonObject()
        .put("id", id)
        .put("priority", priority)
        .put("message", new JsonObject().put("content", "Hello " + id).put("format", format));
  }

  private String show(JsonObject message) {
    return status("SetDisplayMessage", new JsonObject().put("message", message));
  }

  @Test
  void shouldShowReportAndClearMessages() {
    start(OcppVersion.V2_0_1);
    assertThat(show(message(1, "NormalCycle", "UTF8"))).isEqualTo("Accepted");
    assertThat(show(message(2, "AlwaysFront", "UTF8"))).isEqualTo("Accepted");
    assertThat(show(message(3, "NormalCycle", "HTML"))).isEqualTo("NotSupportedMessageFormat");
    assertThat(show(message(4, "NormalCycle", "UTF8").put("transactionId", "none")))
        .isEqualTo("UnknownTransaction");
    assertThat(status("GetDisplayMessages", new JsonObject().put("requestId", 1)))
        .isEqualTo("Accepted");
    await().until(() -> !central.calls("NotifyDisplayMessages").isEmpty());
    assertThat(central.calls("NotifyDisplayMessages").get(0).getJsonArray("messageInfo"))
        .hasSize(2);
    assertThat(status("ClearDisplayMessage", new JsonObject().put("id", 1))).isEqualTo("Accepted");
    assertThat(status("ClearDisplayMessage", new JsonObject().put("id", 1))).isEqualTo("Unknown");
    assertThat(
            status(
                "GetDisplayMessages",
                new JsonObject().put("requestId", 2).put("priority", "InFront")))
        .isEqualTo("Unknown");
  }

  @Test
  void shouldShowTheCost() {
    start(OcppVersion.V2_0_1);
    String id = charge();
    result("CostUpdated", new JsonObject().put("transactionId", id).put("totalCost", 3.25));

    assertThat(station.shown(id)).contains("3.25 EUR");
  }

  @Test
  void shouldTellAndForgetWhatItKnowsOfACustomer() {
    start(OcppVersion.V2_0_1);
    get(station.presentTag(1, "CUSTOMER"));
    JsonObject request =
        new JsonObject()
            .put("requestId", 1)
            .put("report", true)
            .put("clear", true)
            .put("idToken", token("CUSTOMER"));
    assertThat(status("CustomerInformation", request)).isEqualTo("Accepted");
    await().until(() -> !central.calls("NotifyCustomerInformation").isEmpty());
    assertThat(central.calls("NotifyCustomerInformation").get(0).getString("data"))
        .contains("CUSTOMER");
    assertThat(status("CustomerInformation", request)).isEqualTo("Accepted");
    await().until(() -> central.calls("NotifyCustomerInformation").size() == 2);
    assertThat(central.calls("NotifyCustomerInformation").get(1).getString("data"))
        .doesNotContain("CUSTOMER");
    request.remove("idToken");
    assertThat(status("CustomerInformation", request)).isEqualTo("Invalid");
  }

  @Test
  void shouldTransferDataOfItsVendorOnly() {
    start(OcppVersion.V2_0_1);
    JsonObject echo =
        new JsonObject().put("vendorId", "io.galvan").put("messageId", "Echo").put("data", "hi");
    assertThat(result("DataTransfer", echo).getString("data")).isEqualTo("hi");
    assertThat(status("DataTransfer", echo.copy().put("messageId", "Other")))
        .isEqualTo("UnknownMessageId");
    assertThat(status("DataTransfer", echo.copy().put("vendorId", "com.other")))
        .isEqualTo("UnknownVendorId");
  }

  // Security.

  @ParameterizedTest
  @EnumSource(
      value = OcppVersion.class,
      names = {"V2_0_1", "V2_1"})
  void shouldAskForACertificateAndTakeOnlyItsOwn(OcppVersion version) {
    start(version);
    status(
        "TriggerMessage",
        new JsonObject().put("requestedMessage", "SignChargingStationCertificate"));
    await().until(() -> !central.calls("SignCertificate").isEmpty());
    String request = central.calls("SignCertificate").get(0).getString("csr");
    String chain = TestCertificates.sign(request);
    assertThat(
            status(
                "CertificateSigned",
                new JsonObject()
                    .put("certificateChain", TestCertificates.root())
                    .put("certificateType", "ChargingStationCertificate")))
        .isEqualTo("Rejected");
    assertThat(
            status(
                "CertificateSigned",
                new JsonObject()
                    .put("certificateChain", chain)
                    .put("certificateType", "ChargingStationCertificate")))
        .isEqualTo("Accepted");
    await()
        .until(
            () ->
                central.calls("SecurityEventNotification").stream()
                    .anyMatch(
                        told ->
                            told.getString("type").equals("InvalidChargingStationCertificate")));
  }

  @Test
  void shouldInstallListAndDeleteCertificates() {
    start(OcppVersion.V2_0_1);
    JsonObject install =
        new JsonObject()
            .put("certificateType", "CSMSRootCertificate")
            .put("certificate", TestCertificates.root());
    assertThat(status("InstallCertificate", install)).isEqualTo("Accepted");
    assertThat(status("InstallCertificate", install.copy().put("certificate", "none")))
        .isEqualTo("Rejected");
    JsonArray found =
        result("GetInstalledCertificateIds", new JsonObject())
            .getJsonArray("certificateHashDataChain");
    assertThat(found).hasSize(1);
    assertThat(station.configuration("SecurityCtrlr.CertificateEntries")).contains("1");
    JsonObject hash = found.getJsonObject(0).getJsonObject("certificateHashData");
    JsonObject delete = new JsonObject().put("certificateHashData", hash);
    assertThat(status("DeleteCertificate", delete)).isEqualTo("Accepted");
    assertThat(status("DeleteCertificate", delete)).isEqualTo("NotFound");
    assertThat(status("GetInstalledCertificateIds", new JsonObject())).isEqualTo("NotFound");
  }

  @Test
  void shouldGoAnotherWayAfterAResetWhenItsProfileSaysSo() {
    start(OcppVersion.V2_0_1);
    JsonObject connection =
        new JsonObject()
            .put("ocppVersion", "OCPP20")
            .put("ocppTransport", "JSON")
            .put("ocppCsmsUrl", central.url() + "/other")
            .put("messageTimeout", 30)
            .put("securityProfile", 0)
            .put("ocppInterface", "Wired0");
    JsonObject request =
        new JsonObject().put("configurationSlot", 1).put("connectionData", connection);
    assertThat(status("SetNetworkProfile", request)).isEqualTo("Accepted");
    assertThat(
            status(
                "SetNetworkProfile",
                request.copy().put("connectionData", connection.copy().put("ocppCsmsUrl", "x"))))
        .isEqualTo("Rejected");
    assertThat(tryToSet("OCPPCommCtrlr", "NetworkConfigurationPriority", "1,0"))
        .isEqualTo("RebootRequired");
    status("Reset", new JsonObject().put("type", "Immediate"));
    await().until(() -> central.paths.contains("/ocpp/other/" + ID));

    await()
        .until(
            () ->
                station
                    .configuration("OCPPCommCtrlr.ActiveNetworkProfile")
                    .equals(java.util.Optional.of("1")));
  }

  // 2.1.

  private static JsonObject tariff(String id, double perKwh) {
    return new JsonObject()
        .put("tariffId", id)
        .put("currency", "EUR")
        .put(
            "energy",
            new JsonObject()
                .put("prices", new JsonArray().add(new JsonObject().put("priceKwh", perKwh))));
  }

  @Test
  void shouldChargeByTariffsAndTellTheCost() {
    start(OcppVersion.V2_1);
    assertThat(
            status(
                "SetDefaultTariff",
                new JsonObject().put("evseId", 0).put("tariff", tariff("T1", 0.5))))
        .isEqualTo("Accepted");
    assertThat(
            result("GetTariffs", new JsonObject().put("evseId", 0))
                .getJsonArray("tariffAssignments"))
        .hasSize(1);
    String id = charge();
    JsonObject change = new JsonObject().put("transactionId", id).put("tariff", tariff("T2", 100));
    assertThat(status("ChangeTransactionTariff", change)).isEqualTo("Accepted");
    assertThat(
            status(
                "ChangeTransactionTariff",
                change.copy().put("tariff", tariff("T3", 1).put("currency", "USD"))))
        .isEqualTo("NoCurrencyChange");
    await().untilAsserted(() -> event("TariffChanged"));
    await().untilAsserted(() -> event("MeterValuePeriodic"));
    get(station.presentTag(1, "TAG"));
    await().until(() -> lastEvent().getString("eventType").equals("Ended"));

    JsonObject cost = lastEvent().getJsonObject("costDetails");
    assertThat(cost.getJsonObject("totalCost").getJsonObject("total").getDouble("exclTax"))
        .isPositive();
    assertThat(lastEvent().getJsonObject("transactionInfo").getString("tariffId")).isEqualTo("T2");
    assertThat(
            result(
                    "ClearTariffs",
                    new JsonObject().put("tariffIds", new JsonArray().add("T1").add("T9")))
                .getJsonArray("clearTariffsResult")
                .stream()
                .map(each -> ((JsonObject) each).getString("status")))
        .containsExactly("Accepted", "NoTariff");
  }

  @Test
  void shouldSwapBatteries() {
    start(OcppVersion.V2_1);
    assertThat(
            status(
                "RequestBatterySwap",
                new JsonObject().put("idToken", token("T")).put("requestId", 31)))
        .isEqualTo("Accepted");
    await().until(() -> central.calls("BatterySwap").size() == 2);

    assertThat(
            central.calls("BatterySwap").stream()
                .map(told -> told.getInteger("requestId") + " " + told.getString("eventType")))
        .containsExactly("31 BatteryIn", "31 BatteryOut");
  }

  @Test
  void shouldShowThatSomebodyPaysOnAPage() {
    start(OcppVersion.V2_1);
    result("NotifyWebPaymentStarted", new JsonObject().put("evseId", 1).put("timeout", 60));

    assertThat(station.shown("EVSE 1")).hasValueSatisfying(text -> assertThat(text).contains("60"));
  }
}
