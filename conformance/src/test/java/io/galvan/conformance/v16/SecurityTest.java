package io.galvan.conformance.v16;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import io.galvan.conformance.Pem;
import io.galvan.conformance.Transport;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@OverEveryTransport
class SecurityTest extends Suite16 {
  private static final String OLD_PASSWORD = "first-password-1";

  /** Bytes that are no text in UTF-8. */
  private static final String NEW_KEY = "ff00fe80c3282d5e1122334455667788990aabbc";

  private static final String FIRMWARE = "http://files.example/firmware-2.0.bin";
  private static final int REQUEST = 17;

  private static byte[] bytes(String password) {
    return password.getBytes(StandardCharsets.UTF_8);
  }

  private static String root() {
    return Json.escaped(Pem.foreignRoot());
  }

  private void installRoot(String type, String status) {
    sends(
        "InstallCertificate",
        Json.of("{'certificateType':'%s','certificate':'%s'}", type, root()),
        status);
    assertThat(seen.installed().findValuesAsText("certificateType"))
        .isEqualTo(status.equals("Accepted") ? List.of(type) : List.of());
  }

  /** The operator sees what the station lists. */
  private void installedIds(String type, String hashData) {
    sends(
        "GetInstalledCertificateIds",
        Json.of("{'certificateType':'%s'}", type),
        Json.of("{'status':'Accepted','certificateHashData':[%s]}", hashData));
    assertThat(seen.installed()).hasSize(1);
    JsonNode installed = seen.installed().get(0);
    assertThat(installed.get("certificateType").asText()).isEqualTo(type);
    Json.of(hashData)
        .properties()
        .forEach(
            member ->
                assertThat(installed.get(member.getKey()))
                    .as(member.getKey())
                    .isEqualTo(member.getValue()));
  }

  private static String hashData(String algorithm, int digits) {
    return "{'hashAlgorithm':'%s','issuerNameHash':'%s','issuerKeyHash':'%s','serialNumber':'%s'}"
        .formatted(algorithm, "a1".repeat(digits / 2), "b2".repeat(digits / 2), "0c3d4e5f");
  }

  private void securityEvent(String type) {
    station.call("SecurityEventNotification", "{'type':'%s','timestamp':'%s'}", type, now());
    seen.assertNoticed("SecurityEvent", type);
  }

  private void firmware(String status) {
    station.call(
        "SignedFirmwareStatusNotification", "{'status':'%s','requestId':%d}", status, REQUEST);
  }

  /** What the operator sees of the update: how it went, and all that the station told. */
  private void assertUpdate(String state, String... history) {
    JsonNode update = seen.newest("/firmware-updates");
    assertThat(update.get("signed").asBoolean()).isTrue();
    assertThat(update.get("requestId").asInt()).isEqualTo(REQUEST);
    assertThat(update.get("state").asText()).isEqualTo(state);
    assertThat(update.get("history").findValuesAsText("status")).containsExactly(history);
  }

  private void signedUpdate(String signature) {
    sends(
        "SignedUpdateFirmware",
        Json.of(
            "{'requestId':%d,'firmware':{'location':'%s','retrieveDateTime':'%s','signingCertificate':'%s','signature':'%s'}}",
            REQUEST, FIRMWARE, time(now()), root(), signature),
        "Accepted");
  }

  @Test
  void TC_073_changeBasicAuthPassword() {
    Assumptions.assumeTrue(way.transport().asksForPassword(), "the broker asks for the password");
    setPassword(OLD_PASSWORD);
    reconnect(bytes(OLD_PASSWORD));
    statuses("Available");
    JsonNode request =
        sends(
            "ChangeConfiguration",
            Json.of("{'key':'AuthorizationKey','value':'%s'}", NEW_KEY),
            "Accepted");
    assertThat(request.get("value").asText()).matches("[0-9a-fA-F]{32,40}");
    // A password is bytes in Basic authentication, but text in our contract over MQTT.
    reconnect(
        way.transport() == Transport.MQTT ? bytes(NEW_KEY) : HexFormat.of().parseHex(NEW_KEY));
    statuses("Available");
    refusesCredentials(bytes(OLD_PASSWORD));
  }

  @Test
  void TC_075_1_installManufacturerRootCertificate() {
    installRoot("ManufacturerRootCertificate", "Accepted");
    installedIds("ManufacturerRootCertificate", hashData("SHA256", 64));
  }

  @Test
  void TC_075_2_installCentralSystemRootCertificate() {
    installRoot("CentralSystemRootCertificate", "Accepted");
    installedIds("CentralSystemRootCertificate", hashData("SHA256", 64));
  }

  @ParameterizedTest
  @CsvSource({"SHA256, 64", "SHA384, 96", "SHA512, 128"})
  void TC_076_deleteCertificate(String algorithm, int digits) {
    installRoot("CentralSystemRootCertificate", "Accepted");
    String hashData = hashData(algorithm, digits);
    installedIds("CentralSystemRootCertificate", hashData);
    sends("DeleteCertificate", Json.of("{'certificateHashData':%s}", hashData), "Accepted");
    assertThat(seen.installed()).isEmpty();
  }

  @Test
  void TC_078_invalidCentralSystemCertificate() {
    installRoot("CentralSystemRootCertificate", "Rejected");
    securityEvent("InvalidCentralSystemCertificate");
  }

  @Test
  void TC_079_getSecurityLog() {
    JsonNode request =
        Json.of(
            "{'logType':'SecurityLog','requestId':%d,'log':{'remoteLocation':'ftp://files.example/logs/'}}",
            REQUEST);
    sends("GetLog", request, Json.of("{'status':'Accepted','filename':'security.log'}"));
    for (String status : new String[] {"Uploading", "Uploaded"}) {
      station.call("LogStatusNotification", "{'status':'%s','requestId':%d}", status, REQUEST);
      JsonNode upload = seen.newest("/uploads");
      assertThat(upload.get("kind").asText()).isEqualTo("SecurityLog");
      assertThat(upload.get("fileName").asText()).isEqualTo("security.log");
      assertThat(upload.get("state").asText()).isEqualTo(status);
    }
  }

  @Test
  void TC_080_secureFirmwareUpdate() {
    signedUpdate("MEUCIQDv0Fq0c0n1mL3mfQ==");
    firmware("Downloading");
    firmware("Downloaded");
    firmware("SignatureVerified");
    statuses("Unavailable");
    firmware("Installing");
    firmware("InstallRebooting");
    reconnect();
    boot();
    securityEvent("FirmwareUpdated");
    statuses("Available");
    firmware("Installed");
    assertUpdate(
        "Installed",
        "Downloading",
        "Downloaded",
        "SignatureVerified",
        "Installing",
        "InstallRebooting",
        "Installed");
  }

  @Test
  void TC_081_invalidFirmwareSignature() {
    signedUpdate("not the signature");
    firmware("Downloading");
    firmware("Downloaded");
    firmware("InvalidSignature");
    securityEvent("InvalidFirmwareSignature");
    assertUpdate("Failed", "Downloading", "Downloaded", "InvalidSignature");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0123456789abcdef0123456789ABCDEF01234567", "sixteen-or-20-chars"})
  void TC_085_basicAuthentication(String password) {
    Assumptions.assumeTrue(way.transport().asksForPassword(), "the broker asks for the password");
    setPassword(password);
    refusesCredentials(null);
    refusesCredentials(bytes("another-password-"));
    reconnect(bytes(password));
    boot();
    statuses("Available");
  }
}
