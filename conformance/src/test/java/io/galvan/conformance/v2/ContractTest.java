package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Issuer;
import io.galvan.conformance.Json;
import io.galvan.conformance.OcspResponder;
import io.galvan.conformance.WholeSystem;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** C, authorization: by contract certificates, of a mobility operator with a real responder. */
@OverEveryTransport
class ContractTest extends Suite2 {
  private final Issuer root = Issuer.root("MO Root CA", WholeSystem.CLOCK);
  private final Issuer sub = root.authority("MO Sub-CA");
  private OcspResponder responder;
  private String emaid;
  private X509Certificate contract;
  private CaseTransaction transaction;

  @BeforeEach
  void plugIn() {
    responder = OcspResponder.of(sub);
    emaid = "DE8AAC" + id.substring(3).replace("-", "").toUpperCase();
    operator.post("/tokens", Json.of("{'idToken':'%s','type':'eMAID','blocked':false}", emaid));
    contract = sub.contract(emaid, responder.url());
    transaction = transaction().evConnectedPreSession();
  }

  @AfterEach
  void stopTheResponder() {
    responder.close();
  }

  private String eMaid() {
    return "'idToken':{'idToken':'%s','type':'eMAID'}".formatted(emaid);
  }

  /** What the station is told of the contract; the responder has been asked. */
  private JsonNode shows(String more) {
    JsonNode answer = station.call("Authorize", "{%s,%s}", eMaid(), more);
    assertThat(responder.asked()).containsExactly(contract.getSerialNumber());
    return answer;
  }

  private String hashData() {
    return "'iso15118CertificateHashData':[%s]".formatted(sub.hashData(contract, responder.url()));
  }

  private void charges(JsonNode answer) {
    accepted(answer.get("idTokenInfo"));
    assertThat(answer.get("certificateStatus").asText()).isEqualTo("Accepted");
    accepted(transaction.updated("Authorized", null, "," + eMaid()).get("idTokenInfo"));
    transaction.updated("ChargingStateChanged", "Charging", "");
    transaction.assertRunning();
  }

  @Test
  void TC_C_50_hashData() {
    charges(shows(hashData()));
  }

  @Test
  void TC_C_51_revoked() {
    responder.revoke(contract);
    JsonNode answer = shows(hashData());
    assertThat(answer.at("/idTokenInfo/status").asText()).isEqualTo("Invalid");
    assertThat(answer.get("certificateStatus").asText()).isEqualTo("CertificateRevoked");
  }

  @Test
  void TC_C_52_certificateChain() {
    operator.post(
        "/trusted-certificates",
        Json.of(
            "{'use':'MORootCertificate','certificate':'%s'}",
            Json.escaped(Issuer.pem(root.certificate()))));
    charges(
        shows(
            "'certificate':'%s'"
                .formatted(Json.escaped(Issuer.pem(contract) + Issuer.pem(sub.certificate())))));
  }
}
