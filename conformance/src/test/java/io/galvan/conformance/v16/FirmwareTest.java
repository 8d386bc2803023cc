package io.galvan.conformance.v16;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import org.junit.jupiter.api.Test;

@OverEveryTransport
class FirmwareTest extends Suite16 {
  private static final String FIRMWARE = "http://files.example/firmware-2.0.bin";
  private static final String UPLOADS = "ftp://files.example/uploads/";

  private void update() {
    JsonNode request = Json.of("{'location':'%s','retrieveDate':'%s'}", FIRMWARE, time(now()));
    sends("UpdateFirmware", request, Json.of("{}"));
  }

  private void firmware(String status) {
    station.call("FirmwareStatusNotification", "{'status':'%s'}", status);
    assertThat(seen.of("").get("firmwareStatus").asText()).isEqualTo(status);
  }

  /** What the operator sees of the update: how it went, and all that the station told. */
  private void assertUpdate(String state, String... history) {
    JsonNode update = seen.newest("/firmware-updates");
    assertThat(update.get("location").asText()).isEqualTo(FIRMWARE);
    assertThat(update.get("state").asText()).isEqualTo(state);
    assertThat(update.get("history").findValuesAsText("status")).containsExactly(history);
  }

  private void installs(String result) {
    update();
    firmware("Downloading");
    firmware("Downloaded");
    statuses("Unavailable");
    firmware("Installing");
    reconnect();
    boot();
    statuses("Available");
    firmware(result);
  }

  /** What the operator sees of the upload follows what the station tells. */
  private void diagnostics(String result, String state) {
    sends(
        "GetDiagnostics",
        Json.of("{'location':'%s'}", UPLOADS),
        Json.of("{'fileName':'diagnostics.zip'}"));
    assertUpload("Requested", "");
    station.call("DiagnosticsStatusNotification", "{'status':'Uploading'}");
    assertUpload("Uploading", "Uploading");
    station.call("DiagnosticsStatusNotification", "{'status':'%s'}", result);
    assertUpload(state, result);
    assertThat(seen.of("").get("diagnosticsStatus").asText()).isEqualTo(result);
  }

  private void assertUpload(String state, String status) {
    JsonNode upload = seen.newest("/uploads");
    assertThat(upload.get("kind").asText()).isEqualTo("Diagnostics");
    assertThat(upload.get("location").asText()).isEqualTo(UPLOADS);
    assertThat(upload.get("fileName").asText()).isEqualTo("diagnostics.zip");
    assertThat(upload.get("state").asText()).isEqualTo(state);
    assertThat(upload.path("status").asText()).isEqualTo(status);
  }

  @Test
  void TC_044_1_firmwareUpdate() {
    installs("Installed");
    assertUpdate("Installed", "Downloading", "Downloaded", "Installing", "Installed");
  }

  @Test
  void TC_044_2_firmwareDownloadFailed() {
    update();
    firmware("Downloading");
    firmware("DownloadFailed");
    assertUpdate("Failed", "Downloading", "DownloadFailed");
  }

  @Test
  void TC_044_3_firmwareInstallationFailed() {
    installs("InstallationFailed");
    assertUpdate("Failed", "Downloading", "Downloaded", "Installing", "InstallationFailed");
  }

  @Test
  void TC_045_1_getDiagnostics() {
    diagnostics("Uploaded", "Uploaded");
  }

  @Test
  void TC_045_2_diagnosticsUploadFailed() {
    diagnostics("UploadFailed", "Failed");
  }
}
