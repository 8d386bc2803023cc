package io.galvan.conformance.v21;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.ContractProvider;
import io.galvan.conformance.Json;
import io.galvan.conformance.Pem;
import io.galvan.conformance.v2.Suite2;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** M, certificates. */
@OverEveryTransport
class CertificatesTest extends Suite2 {
  @Test
  void TC_M_100_severalContractCertificates() {
    String exiRequest =
        Base64.getEncoder().encodeToString(("Install for " + id).getBytes(StandardCharsets.UTF_8));
    for (int remaining = ContractProvider.CONTRACTS - 1; remaining >= 0; remaining--) {
      JsonNode answer =
          station.call(
              "Get15118EVCertificate",
              "{'iso15118SchemaVersion':'urn:iso:std:iso:15118:-20:CommonMessages',"
                  + "'action':'Install','exiRequest':'%s',"
                  + "'maximumContractCertificateChains':10,'prioritizedEMAIDs':['%s']}",
              exiRequest,
              "DE8AA1A2B3C4D5");
      assertThat(answer.get("status").asText()).isEqualTo("Accepted");
      assertThat(answer.get("exiResponse").asText())
          .isEqualTo(ContractProvider.answerTo(exiRequest, "Install"));
      assertThat(answer.get("remainingContracts").asInt()).isEqualTo(remaining);
    }
  }

  @Test
  void TC_M_101_installOemRoot() {
    sends(
        "InstallCertificate",
        Json.of(
            "{'certificateType':'OEMRootCertificate','certificate':'%s'}",
            Json.escaped(Pem.foreignRoot())),
        "Accepted");
    assertThat(
            operator
                .get("/chargers/" + id + "/certificates")
                .at("/installed/0/certificateType")
                .asText())
        .isEqualTo("OEMRootCertificate");
  }
}
