package io.galvan.charger.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.CloseCommand;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.command.Commands.OpenCommand;
import io.galvan.contract.connection.Connections;
import io.galvan.contract.pki.StationCertificates;
import io.galvan.contract.pki.StationCertificates.InstalledCertificate;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.json.Mapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the answers to commands tell of a charger's roots and of its security profile. */
class InstalledCertificatesTest extends ChargerFixture {
  private static final String CENTRAL = "CentralSystemRootCertificate";
  private static final String PEM = pem();

  private static String pem() {
    try (InputStream in = InstalledCertificatesTest.class.getResourceAsStream("/root.pem")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate root() {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(PEM.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The hash data that a charger gives of the root, in a spelling of its own. */
  private static Map<String, String> hash(String algorithm, String serialNumber) {
    try {
      byte[] name = root().getIssuerX500Principal().getEncoded();
      String hash =
          HexFormat.of()
              .formatHex(MessageDigest.getInstance(algorithm.replace("SHA", "SHA-")).digest(name));
      return Map.of(
          "hashAlgorithm",
          algorithm,
          "issuerNameHash",
          hash,
          "issuerKeyHash",
          "aa",
          "serialNumber",
          serialNumber);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String serialNumber() {
    return root().getSerialNumber().toString(16);
  }

  private void answered(
      String id, String action, Map<String, ?> request, String status, @Nullable Object response) {
    String command =
        ask(
                Commands.OPEN,
                new OpenCommand(id, action, OcppVersion.V1_6, Mapper.write(request), "ada", null))
            .command()
            .id();
    boolean yes = status.equals("Accepted") || status.equals("RebootRequired");
    ask(
        Commands.CLOSE,
        new CloseCommand(
            command,
            yes ? CommandState.Accepted : CommandState.Rejected,
            status,
            Mapper.write(response == null ? Map.of("status", status) : response),
            null,
            null));
  }

  private void install(String id, String type, String status) {
    answered(
        id,
        "InstallCertificate",
        Map.of("certificateType", type, "certificate", PEM),
        status,
        null);
  }

  private void list(String id, String type, List<Map<String, String>> hashes) {
    if (hashes.isEmpty()) {
      answered(id, "GetInstalledCertificateIds", Map.of("certificateType", type), "NotFound", null);
    } else {
      answered(
          id,
          "GetInstalledCertificateIds",
          Map.of("certificateType", type),
          "Accepted",
          Map.of("status", "Accepted", "certificateHashData", hashes));
    }
  }

  private List<InstalledCertificate> known(String id) {
    return ask(StationCertificates.LIST, new ChargerKey(id)).items();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ManufacturerRootCertificate", CENTRAL})
  void shouldKnowARootTheStationTookAndRecogniseItInItsList_TC_075(String type) {
    String id = charger();
    install(id, type, "Accepted");
    assertThat(known(id))
        .containsExactly(
            new InstalledCertificate(
                type,
                serialNumber(),
                null,
                null,
                null,
                root().getSubjectX500Principal().getName(),
                root().getNotAfter().toInstant(),
                PEM,
                null,
                clock.instant()));
    String shouting = "00" + serialNumber().toUpperCase(java.util.Locale.ROOT);
    Map<String, String> hash = hash("SHA384", shouting);
    list(id, type, List.of(hash));
    InstalledCertificate listed = known(id).get(0);
    assertThat(known(id)).hasSize(1);
    assertThat(listed.certificate()).isEqualTo(PEM);
    assertThat(listed.hashAlgorithm()).isEqualTo("SHA384");
    assertThat(listed.issuerNameHash()).isEqualTo(hash.get("issuerNameHash"));
    assertThat(listed.serialNumber()).isEqualTo(shouting);
  }

  @ParameterizedTest
  @CsvSource({"SHA256, Accepted", "SHA384, Accepted", "SHA512, NotFound"})
  void shouldForgetARootTheStationDeleted_TC_076(String algorithm, String status) {
    String id = charger();
    install(id, CENTRAL, "Accepted");
    answered(
        id,
        "DeleteCertificate",
        Map.of("certificateHashData", hash(algorithm, "7777")),
        status,
        null);
    assertThat(known(id)).hasSize(1);
    answered(
        id,
        "DeleteCertificate",
        Map.of("certificateHashData", hash(algorithm, serialNumber())),
        "Failed",
        null);
    assertThat(known(id)).hasSize(1);
    answered(
        id,
        "DeleteCertificate",
        Map.of("certificateHashData", hash(algorithm, serialNumber())),
        status,
        null);
    assertThat(known(id)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Rejected", "Failed"})
  void shouldNotKnowARootTheStationRefused_TC_078(String status) {
    String id = charger();
    install(id, CENTRAL, status);
    assertThat(known(id)).isEmpty();
  }

  @Test
  void shouldBelieveTheStationsListAndLeaveTheOtherTypeAlone() {
    String id = charger();
    install(id, "ManufacturerRootCertificate", "Accepted");
    install(id, CENTRAL, "Accepted");
    install(id, CENTRAL, "Accepted");
    assertThat(known(id)).hasSize(2);
    list(id, CENTRAL, List.of(hash("SHA256", "abc"), hash("SHA256", "abd")));
    assertThat(known(id))
        .extracting(InstalledCertificate::serialNumber)
        .containsExactly("abc", "abd", serialNumber());
    list(id, CENTRAL, List.of());
    assertThat(known(id))
        .extracting(InstalledCertificate::certificateType)
        .containsExactly("ManufacturerRootCertificate");
  }

  @ParameterizedTest
  @CsvSource({
    "SecurityProfile, 2, Accepted, 2",
    "securityprofile, 3, RebootRequired, 3",
    "SecurityProfile, 2, Rejected,",
    "SecurityProfile, 4, Accepted,",
    "SecurityProfile, 1, Accepted,",
    "HeartbeatInterval, 3, Accepted,",
  })
  void shouldAnnounceTheProfileTheStationAgreedTo_TC_083(
      String key, String value, String status, @Nullable Integer announced) {
    String id = charger();
    ask(Chargers.SET_SECURITY_PROFILE, new Chargers.SecurityProfile(id, 1));
    answered(id, "ChangeConfiguration", Map.of("key", key, "value", value), status, null);
    Connections.Security security =
        ask(Connections.ADMIT, new Connections.Admit(id, Chargers.Transport.WebSocket)).security();
    assertThat(security).isEqualTo(new Connections.Security(1, announced));
  }

  @Test
  void shouldRaiseTheProfileOnlyWhenTheStationReachesIt() {
    String id = charger();
    answered(
        id,
        "ChangeConfiguration",
        Map.of("key", "SecurityProfile", "value", "2"),
        "Accepted",
        null);
    ask(Chargers.SECURITY_PROFILE_REACHED, new Chargers.SecurityProfile(id, 1));
    assertThat(get(id).securityProfile()).isZero();
    ask(Chargers.SECURITY_PROFILE_REACHED, new Chargers.SecurityProfile(id, 3));
    assertThat(get(id).securityProfile()).isEqualTo(2);
    assertThat(ask(Chargers.SET_SECURITY_PROFILE, new Chargers.SecurityProfile(id, 0)))
        .isEqualTo(get(id));
    assertThat(get(id).securityProfile()).isZero();
    assertThatThrownBy(
            () -> ask(Chargers.SET_SECURITY_PROFILE, new Chargers.SecurityProfile(id, 4)))
        .isInstanceOf(GalvanException.class);
    assertThatThrownBy(
            () -> ask(Chargers.SET_SECURITY_PROFILE, new Chargers.SecurityProfile("none", 1)))
        .hasMessageContaining("does not exist");
  }
}
