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
    assertThat(command("UpdateFirmware", request, Json.of("{}"))).isEqualTo(request);
  }

  private void firmware(String status) {
    station.call("FirmwareStatusNotification", "{'status':'%s'}", status);
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

  private void diagnostics(String result) {
    JsonNode request = Json.of("{'location':'%s'}", UPLOADS);
    assertThat(command("GetDiagnostics", request, Json.of("{'fileName':'diagnostics.zip'}")))
        .isEqualTo(request);
    station.call("DiagnosticsStatusNotification", "{'status':'Uploading'}");
    station.call("DiagnosticsStatusNotification", "{'status':'%s'}", result);
  }

  @Test
  void TC_044_1_firmwareUpdate() {
    installs("Installed");
    assertThat(operator.get("/chargers/" + id).get("firmwareStatus").asText())
        .isEqualTo("Installed");
  }

  @Test
  void TC_044_2_firmwareDownloadFailed() {
    update();
    firmware("Downloading");
    firmware("DownloadFailed");
  }

  @Test
  void TC_044_3_firmwareInstallationFailed() {
    installs("InstallationFailed");
  }

  @Test
  void TC_045_1_getDiagnostics() {
    diagnostics("Uploaded");
  }

  @Test
  void TC_045_2_diagnosticsUploadFailed() {
    diagnostics("UploadFailed");
  }
}
