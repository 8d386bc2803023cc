package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import io.galvan.conformance.Pem;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** L, firmware: updates. */
@OverEveryTransport
class FirmwareTest extends Suite2 {
  private static final String LOCATION = "https://files.example/firmware-2.0.bin";
  private static final String SIGNATURE = "c2lnbmVkIGJ5IHRoZSBtYWtlcg==";
  private static final String[] UNTIL_VERIFIED = {"Downloading", "Downloaded", "SignatureVerified"};
  private static final Duration SOON = Duration.ofSeconds(30);

  /** What is on the wire, and what the operator sees of it. */
  private record Update(JsonNode firmware, int requestId, int number) {}

  private Update update(String answer) {
    return update(answer, "");
  }

  /**
   * The operator asks for a signed update, and the station answers so.
   *
   * @param more further members of what the operator asks for
   */
  private Update update(String answer, String more) {
    CompletableFuture<JsonNode> asked =
        operator.later(
            () ->
                operator.post(
                    "/chargers/" + id + "/firmware-updates",
                    Json.of(
                        "{'location':'%s','signature':'%s','signingCertificate':'%s'%s}",
                        LOCATION, SIGNATURE, Json.escaped(Pem.foreignRoot()), more)));
    JsonNode request = expect("UpdateFirmware", asked);
    station.answer(Json.of("{'status':'%s'}", answer));
    JsonNode firmware = request.get("firmware");
    assertThat(firmware.get("location").asText()).isEqualTo(LOCATION);
    assertThat(firmware.get("signature").asText()).isEqualTo(SIGNATURE);
    assertThat(firmware.get("signingCertificate").asText()).isEqualTo(Pem.foreignRoot());
    JsonNode seen = done("the update", asked);
    return new Update(firmware, request.get("requestId").asInt(), seen.get("id").asInt());
  }

  private void firmware(Update update, String... statuses) {
    for (String status : statuses) {
      station.call(
          "FirmwareStatusNotification",
          "{'status':'%s','requestId':%d}",
          status,
          update.requestId());
    }
  }

  /** The station installs what it has verified, boots, and tells how that went. */
  private void installs(Update update, String result) {
    firmware(update, "Installing", "InstallRebooting");
    reconnect();
    boot("FirmwareUpdate");
    statuses("Available");
    firmware(update, result);
  }

  private void assertSeen(Update update, String state) {
    assertThat(seen(update).get("state").asText()).isEqualTo(state);
  }

  private JsonNode seen(Update update) {
    for (JsonNode one : operator.get("/chargers/" + id + "/firmware-updates").get("items")) {
      if (one.get("id").asInt() == update.number()) {
        return one;
      }
    }
    throw new AssertionError("the operator does not see the update");
  }

  private static Instant time(Update update, String member) {
    return Instant.parse(update.firmware().get(member).asText());
  }

  @Test
  void TC_L_01_secureFirmwareUpdate() {
    Update update = update("Accepted");
    firmware(update, UNTIL_VERIFIED);
    installs(update, "Installed");
    assertSeen(update, "Installed");
    assertThat(seen(update).get("history").findValuesAsText("status"))
        .containsExactly(
            "Downloading",
            "Downloaded",
            "SignatureVerified",
            "Installing",
            "InstallRebooting",
            "Installed");
  }

  @Test
  void TC_L_02_installScheduled() {
    Instant due = now().plus(SOON);
    Update update = update("Accepted", ",'installAt':'%s'".formatted(due));
    assertThat(time(update, "installDateTime")).isEqualTo(due);
    firmware(update, UNTIL_VERIFIED);
    firmware(update, "InstallScheduled");
    assertSeen(update, "Downloaded");
    installs(update, "Installed");
    assertSeen(update, "Installed");
  }

  @Test
  void TC_L_03_downloadScheduled() {
    Instant due = now().plus(SOON);
    Update update = update("Accepted", ",'retrieveAt':'%s'".formatted(due));
    assertThat(time(update, "retrieveDateTime")).isEqualTo(due);
    firmware(update, "DownloadScheduled");
    assertSeen(update, "Requested");
    firmware(update, UNTIL_VERIFIED);
    installs(update, "Installed");
    assertSeen(update, "Installed");
  }

  @Test
  void TC_L_04_revokedCertificate() {
    assertSeen(update("RevokedCertificate"), "Refused");
  }

  @Test
  void TC_L_05_invalidCertificate() {
    Update update = update("InvalidCertificate");
    securityEvent("InvalidFirmwareSigningCertificate");
    assertSeen(update, "Refused");
  }

  @Test
  void TC_L_06_invalidSignature() {
    Update update = update("Accepted");
    firmware(update, "Downloading", "Downloaded", "InvalidSignature");
    securityEvent("InvalidFirmwareSignature");
    assertSeen(update, "Failed");
  }

  /** The operator sees it. */
  private void securityEvent(String type) {
    station.call("SecurityEventNotification", "{'type':'%s','timestamp':'%s'}", type, timestamp());
    assertThat(
            operator
                .get("/chargers/" + id + "/notices?kind=SecurityEvent")
                .findValuesAsText("value"))
        .contains(type);
  }

  @Test
  void TC_L_07_downloadFailed() {
    Update update = update("Accepted");
    firmware(update, "Downloading", "DownloadFailed");
    assertSeen(update, "Failed");
  }

  @Test
  void TC_L_08_installVerificationFailed() {
    Update update = update("Accepted");
    firmware(update, UNTIL_VERIFIED);
    firmware(update, "Installing", "InstallVerificationFailed");
    assertSeen(update, "Failed");
  }

  @Test
  void TC_L_09_installationFailed() {
    Update update = update("Accepted");
    firmware(update, UNTIL_VERIFIED);
    installs(update, "InstallationFailed");
    assertSeen(update, "Failed");
  }

  @Test
  void TC_L_10_aNewUpdateCancelsTheRunningOne() {
    Update first = update("Accepted");
    firmware(first, "Downloading");
    Update second = update("AcceptedCanceled");
    assertThat(second.requestId()).isNotEqualTo(first.requestId());
    assertSeen(first, "Cancelled");
    firmware(second, UNTIL_VERIFIED);
    installs(second, "Installed");
    assertSeen(second, "Installed");
    assertSeen(first, "Cancelled");
  }

  @Test
  void TC_L_11_aRunningUpdateCannotBeCancelled() {
    Update first = update("Accepted");
    firmware(first, "Downloading");
    Update second = update("Rejected");
    assertSeen(second, "Refused");
    firmware(first, "Downloaded", "SignatureVerified");
    installs(first, "Installed");
    assertSeen(first, "Installed");
  }

  @Test
  void TC_L_13_updateWaitsForTheTransaction() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    Update update = update("Accepted");
    firmware(update, "DownloadScheduled");
    status(OTHER_EVSE, "Unavailable");
    transaction.assertRunning();
    transaction.stopAuthorizedBy(VALID).chargingEnds().unplugs();
    firmware(update, UNTIL_VERIFIED);
    installs(update, "Installed");
    assertSeen(update, "Installed");
  }

  /** A local controller hands the image on to the stations behind it. */
  private Update publish() {
    JsonNode request =
        Json.of(
            "{'location':'%s','checksum':'%s','requestId':%d}",
            LOCATION, "0".repeat(32), publications++);
    sends("PublishFirmware", request, "Accepted");
    JsonNode newest = operator.get("/chargers/" + id + "/firmware-updates").at("/items/0");
    assertThat(newest.get("requestId")).isEqualTo(request.get("requestId"));
    return new Update(request, request.get("requestId").asInt(), newest.get("id").asInt());
  }

  private int publications = 70;

  private void tells(Update update, String status, String more) {
    station.call(
        "PublishFirmwareStatusNotification",
        "{'status':'%s','requestId':%d%s}",
        status,
        update.requestId(),
        more);
  }

  private void published(Update update, String... statuses) {
    for (String status : statuses) {
      tells(update, status, "");
    }
  }

  @Test
  void TC_L_17_publishFirmware() {
    Update update = publish();
    published(update, "Downloading", "Downloaded", "ChecksumVerified");
    tells(update, "Published", ",'location':['http://10.0.0.1/firmware-2.0.bin']");
    assertSeen(update, "Installed");
  }

  @Test
  void TC_L_19_invalidChecksum() {
    Update update = publish();
    published(update, "Downloading", "Downloaded", "InvalidChecksum");
    assertSeen(update, "Failed");
  }

  @Test
  void TC_L_20_publishFailed() {
    Update update = publish();
    published(update, "Downloading", "Downloaded", "ChecksumVerified", "PublishFailed");
    assertSeen(update, "Failed");
  }

  @Test
  void TC_L_24_publishDownloadFailed() {
    Update update = publish();
    published(update, "Downloading", "DownloadFailed");
    assertSeen(update, "Failed");
  }

  private void unpublish(String answer) {
    sends("UnpublishFirmware", Json.of("{'checksum':'%s'}", "0".repeat(32)), answer);
    seen.assertAnswered("UnpublishFirmware", answer);
  }

  @Test
  void TC_L_21_unpublishFirmware() {
    unpublish("Unpublished");
  }

  @Test
  void TC_L_22_unpublishNoFirmware() {
    unpublish("NoFirmware");
  }

  @Test
  void TC_L_23_unpublishWhileDownloading() {
    unpublish("DownloadOngoing");
  }
}
