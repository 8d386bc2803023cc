package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.galvan.conformance.ContractProvider;
import io.galvan.conformance.Issuer;
import io.galvan.conformance.Json;
import io.galvan.conformance.OcspResponder;
import io.galvan.conformance.Pem;
import io.galvan.conformance.WholeSystem;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.junit.jupiter.api.Test;

/** M, certificates. */
@OverEveryTransport
class CertificatesTest extends Suite2 {
  private static final String CSMS_ROOT = "CSMSRootCertificate";
  private static final String MANUFACTURER_ROOT = "ManufacturerRootCertificate";

  // ---- CertificateInstalled

  private void install(String type, String answer) {
    sends(
        "InstallCertificate",
        Json.of(
            "{'certificateType':'%s','certificate':'%s'}", type, Json.escaped(Pem.foreignRoot())),
        answer);
  }

  private void installed(String type) {
    install(type, "Accepted");
    JsonNode known = seen.installed();
    assertThat(known).hasSize(1);
    assertThat(known.at("/0/certificateType").asText()).isEqualTo(type);
    assertThat(known.at("/0/certificate").asText()).isEqualTo(Pem.foreignRoot());
  }

  @Test
  void TC_M_01_installCsmsRoot() {
    installed(CSMS_ROOT);
  }

  @Test
  void TC_M_02_installManufacturerRoot() {
    installed(MANUFACTURER_ROOT);
  }

  @Test
  void TC_M_03_installV2gRoot() {
    installed("V2GRootCertificate");
  }

  @Test
  void TC_M_04_installMoRoot() {
    installed("MORootCertificate");
  }

  @Test
  void TC_M_05_installFails() {
    install(CSMS_ROOT, "Failed");
    assertThat(seen.installed()).isEmpty();
  }

  // ---- GetInstalledCertificates

  /** CertificateHashData of the certificate that the cases install. */
  private static ObjectNode hash(String algorithm) {
    X509Certificate root = Pem.read(Pem.foreignRoot()).get(0);
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm.replace("SHA", "SHA-"));
      byte[] key =
          SubjectPublicKeyInfo.getInstance(root.getPublicKey().getEncoded())
              .getPublicKeyData()
              .getBytes();
      return Json.object()
          .put("hashAlgorithm", algorithm)
          .put(
              "issuerNameHash",
              HexFormat.of().formatHex(digest.digest(root.getIssuerX500Principal().getEncoded())))
          .put("issuerKeyHash", HexFormat.of().formatHex(digest.digest(key)))
          .put("serialNumber", root.getSerialNumber().toString(16));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode chain(String type, String algorithm) {
    return Json.of(
        "{'certificateType':'%s','certificateHashData':%s}",
        type, hash(algorithm).toString().replace('"', '\''));
  }

  /** Asks for these types, or for all where there is none; the station lists these chains. */
  private void lists(List<String> types, JsonNode... chains) {
    ObjectNode request = Json.object();
    if (!types.isEmpty()) {
      types.forEach(request.putArray("certificateType")::add);
    }
    ObjectNode answer = Json.object().put("status", "Accepted");
    answer.putArray("certificateHashDataChain").addAll(Arrays.asList(chains));
    sends("GetInstalledCertificateIds", request, answer);
    for (String name :
        List.of("certificateType", "hashAlgorithm", "issuerNameHash", "issuerKeyHash")) {
      assertThat(seen.installed().findValuesAsText(name))
          .as(name)
          .containsExactlyInAnyOrderElementsOf(answer.findValuesAsText(name));
    }
  }

  private void listsOne(String type) {
    lists(List.of(type), chain(type, "SHA256"));
  }

  @Test
  void TC_M_12_csmsRootInThreeHashes() {
    for (String algorithm : List.of("SHA256", "SHA384", "SHA512")) {
      lists(List.of(CSMS_ROOT), chain(CSMS_ROOT, algorithm));
    }
  }

  @Test
  void TC_M_13_manufacturerRoot() {
    listsOne(MANUFACTURER_ROOT);
  }

  @Test
  void TC_M_14_v2gRoot() {
    listsOne("V2GRootCertificate");
  }

  @Test
  void TC_M_15_v2gChain() {
    ObjectNode chain = (ObjectNode) chain("V2GCertificateChain", "SHA256");
    chain.putArray("childCertificateHashData").add(hash("SHA256").put("serialNumber", "1a2b"));
    lists(List.of("V2GCertificateChain"), chain);
    assertThat(seen.installed().at("/0/childCertificates/0/serialNumber").asText())
        .isEqualTo("1a2b");
  }

  @Test
  void TC_M_16_moRoot() {
    listsOne("MORootCertificate");
  }

  @Test
  void TC_M_17_twoTypesAtOnce() {
    lists(
        List.of(CSMS_ROOT, MANUFACTURER_ROOT),
        chain(CSMS_ROOT, "SHA256"),
        chain(MANUFACTURER_ROOT, "SHA256"));
  }

  @Test
  void TC_M_18_allTypes() {
    lists(
        List.of(),
        chain(CSMS_ROOT, "SHA256"),
        chain("MORootCertificate", "SHA256"),
        chain(MANUFACTURER_ROOT, "SHA256"));
  }

  @Test
  void TC_M_19_nothingFound() {
    installed(MANUFACTURER_ROOT);
    sends(
        "GetInstalledCertificateIds",
        Json.of("{'certificateType':['%s']}", MANUFACTURER_ROOT),
        "NotFound");
    assertThat(seen.installed()).isEmpty();
  }

  // ---- DeleteCertificate

  /** By the hash data that the operator reads of what the station listed. */
  private void deletes(String algorithm, String answer) {
    installed(CSMS_ROOT);
    lists(List.of(CSMS_ROOT), chain(CSMS_ROOT, algorithm));
    JsonNode known = seen.installed().get(0);
    ObjectNode hash = Json.object();
    for (String name :
        List.of("hashAlgorithm", "issuerNameHash", "issuerKeyHash", "serialNumber")) {
      hash.set(name, known.get(name));
    }
    assertThat(hash).isEqualTo(hash(algorithm));
    ObjectNode request = Json.object();
    request.set("certificateHashData", hash);
    sends("DeleteCertificate", request, answer);
  }

  @Test
  void TC_M_20_deleteCertificate() {
    for (String algorithm : List.of("SHA256", "SHA384", "SHA512")) {
      deletes(algorithm, "Accepted");
      assertThat(seen.installed()).isEmpty();
    }
  }

  @Test
  void TC_M_21_deleteFails() {
    deletes("SHA256", "Failed");
    assertThat(seen.installed()).hasSize(1);
  }

  // ---- for vehicles

  @Test
  void TC_M_24_statusOfV2gCertificates() throws Exception {
    Issuer root = Issuer.root("V2G Root", WholeSystem.CLOCK);
    try (OcspResponder responder = OcspResponder.of(root)) {
      for (String name : List.of("V2G Sub-CA 1", "V2G Sub-CA 2")) {
        X509Certificate subordinate = root.authority(name).certificate();
        JsonNode answer =
            station.call(
                "GetCertificateStatus",
                "{'ocspRequestData':%s}",
                root.hashData(subordinate, responder.url()));
        assertThat(answer.get("status").asText()).isEqualTo("Accepted");
        BigInteger number = subordinate.getSerialNumber();
        assertThat(responder.asked()).contains(number);
        OCSPResp told = new OCSPResp(Base64.getDecoder().decode(answer.get("ocspResult").asText()));
        assertThat(told.getStatus()).isEqualTo(OCSPResp.SUCCESSFUL);
        BasicOCSPResp basic = (BasicOCSPResp) told.getResponseObject();
        assertThat(basic.getResponses()[0].getCertID().getSerialNumber()).isEqualTo(number);
      }
    }
  }

  private void provides(String action) {
    String exiRequest =
        Base64.getEncoder()
            .encodeToString((action + " for " + id).getBytes(StandardCharsets.UTF_8));
    JsonNode answer =
        station.call(
            "Get15118EVCertificate",
            "{'iso15118SchemaVersion':'urn:iso:15118:2:2013:MsgDef','action':'%s','exiRequest':'%s'}",
            action,
            exiRequest);
    assertThat(answer.get("status").asText()).isEqualTo("Accepted");
    assertThat(answer.get("exiResponse").asText())
        .isEqualTo(ContractProvider.answerTo(exiRequest, action))
        .isBase64();
  }

  @Test
  void TC_M_26_installContractCertificate() {
    provides("Install");
  }

  @Test
  void TC_M_28_updateContractCertificate() {
    provides("Update");
  }
}
