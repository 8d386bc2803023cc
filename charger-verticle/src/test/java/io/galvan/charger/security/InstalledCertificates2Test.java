package io.galvan.charger.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.CloseCommand;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.command.Commands.OpenCommand;
import io.galvan.contract.pki.ContractCertificates.HashData;
import io.galvan.contract.pki.StationCertificates;
import io.galvan.contract.pki.StationCertificates.InstalledCertificate;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.ocpp.OcppVersion;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the answers of stations of 2.x tell of the certificates they hold. */
class InstalledCertificates2Test extends ChargerFixture {
  private static final String PEM = pem();

  private static String pem() {
    try (InputStream in = InstalledCertificates2Test.class.getResourceAsStream("/root.pem")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HashData hash(String algorithm) {
    try {
      X509Certificate root =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(PEM.getBytes(StandardCharsets.US_ASCII)));
      byte[] name = root.getIssuerX500Principal().getEncoded();
      MessageDigest digest = MessageDigest.getInstance(algorithm.replace("SHA", "SHA-"));
      return new HashData(
          algorithm,
          HexFormat.of().formatHex(digest.digest(name)),
          "aa",
          root.getSerialNumber().toString(16));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answered(
      OcppVersion version,
      String id,
      String action,
      Map<String, ?> request,
      Map<String, ?> answer) {
    String command =
        ask(Commands.OPEN, new OpenCommand(id, action, version, Mapper.write(request), "ada", null))
            .command()
            .id();
    String status = (String) answer.get("status");
    ask(
        Commands.CLOSE,
        new CloseCommand(
            command,
            status.equals("Accepted") ? CommandState.Accepted : CommandState.Rejected,
            status,
            Mapper.write(answer),
            null,
            null));
  }

  private void install(OcppVersion version, String id, String type, String status) {
    answered(
        version,
        id,
        "InstallCertificate",
        Map.of("certificateType", type, "certificate", PEM),
        Map.of("status", status));
  }

  private void list(String id, Map<String, ?> request, Map<String, ?> answer) {
    answered(OcppVersion.V2_0_1, id, "GetInstalledCertificateIds", request, answer);
  }

  private List<InstalledCertificate> known(String id) {
    return ask(StationCertificates.LIST, new ChargerKey(id)).items();
  }

  @ParameterizedTest
  @CsvSource({
    "V2_0_1,CSMSRootCertificate",
    "V2_0_1,ManufacturerRootCertificate",
    "V2_0_1,V2GRootCertificate",
    "V2_0_1,MORootCertificate",
    "V2_1,OEMRootCertificate"
  })
  void shouldKnowARootTheStationTook_TC_M_01_02_03_04_101(OcppVersion version, String type) {
    String id = charger();
    install(version, id, type, "Accepted");
    assertThat(known(id))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.certificateType()).isEqualTo(type);
              assertThat(each.certificate()).isEqualTo(PEM);
            });
  }

  @Test
  void shouldNotKnowARootTheStationFailedToTake_TC_M_05() {
    String id = charger();
    install(OcppVersion.V2_0_1, id, "CSMSRootCertificate", "Failed");
    assertThat(known(id)).isEmpty();
  }

  @Test
  void shouldKeepAChainWithAllItsHashes_TC_M_15() {
    String id = charger();
    HashData leaf = new HashData("SHA256", "n1", "k1", "1");
    HashData sub = new HashData("SHA256", "n2", "k2", "2");
    list(
        id,
        Map.of("certificateType", List.of("V2GCertificateChain")),
        Map.of(
            "status",
            "Accepted",
            "certificateHashDataChain",
            List.of(
                Map.of(
                    "certificateType",
                    "V2GCertificateChain",
                    "certificateHashData",
                    leaf,
                    "childCertificateHashData",
                    List.of(sub)))));
    assertThat(known(id))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.serialNumber()).isEqualTo("1");
              assertThat(each.childCertificates()).containsExactly(sub);
            });
  }

  @Test
  void shouldTakeAListWithoutTypeForEverything_TC_M_18() {
    String id = charger();
    install(OcppVersion.V2_0_1, id, "CSMSRootCertificate", "Accepted");
    install(OcppVersion.V2_0_1, id, "MORootCertificate", "Accepted");
    list(
        id,
        Map.of(),
        Map.of(
            "status",
            "Accepted",
            "certificateHashDataChain",
            List.of(
                Map.of(
                    "certificateType",
                    "MORootCertificate",
                    "certificateHashData",
                    hash("SHA512")))));
    assertThat(known(id))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.certificateType()).isEqualTo("MORootCertificate");
              assertThat(each.hashAlgorithm()).isEqualTo("SHA512");
              assertThat(each.certificate()).isEqualTo(PEM);
            });
  }

  @Test
  void shouldForgetOnlyTheTypeOfWhichThereIsNone_TC_M_19() {
    String id = charger();
    install(OcppVersion.V2_0_1, id, "ManufacturerRootCertificate", "Accepted");
    install(OcppVersion.V2_0_1, id, "CSMSRootCertificate", "Accepted");
    list(
        id,
        Map.of("certificateType", List.of("ManufacturerRootCertificate")),
        Map.of("status", "NotFound"));
    assertThat(known(id))
        .extracting(InstalledCertificate::certificateType)
        .containsExactly("CSMSRootCertificate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA256", "SHA384", "SHA512"})
  void shouldForgetWhatTheStationDeleted_TC_M_20_TC_M_21(String algorithm) {
    String id = charger();
    install(OcppVersion.V2_0_1, id, "CSMSRootCertificate", "Accepted");
    Map<String, ?> request = Map.of("certificateHashData", hash(algorithm));
    answered(OcppVersion.V2_0_1, id, "DeleteCertificate", request, Map.of("status", "Failed"));
    assertThat(known(id)).hasSize(1);
    answered(OcppVersion.V2_0_1, id, "DeleteCertificate", request, Map.of("status", "Accepted"));
    assertThat(known(id)).isEmpty();
  }
}
