package io.galvan.simulator.station;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Firmware, diagnostics, logs and certificates. */
class MaintenanceCommandsTest extends CommandsFixture {
  private final Map<String, String> received = new ConcurrentHashMap<>();

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

  private static String pem() {
    try (InputStream in = MaintenanceCommandsTest.class.getResourceAsStream("/root.pem")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException missing) {
      throw new AssertionError(missing);
    }
  }

  private List<String> statuses(String action) {
    return central.calls(action).stream().map(call -> call.payload().getString("status")).toList();
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
}
