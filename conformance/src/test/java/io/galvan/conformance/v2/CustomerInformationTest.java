package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** N, diagnostics: what a station knows of a customer. */
@OverEveryTransport
class CustomerInformationTest extends Suite2 {
  private static final int REQUEST = 41;

  /** The operator asks; all of what he names is on the wire. */
  private void asks(boolean report, boolean clear, String customer, String status) {
    sends(
        "CustomerInformation",
        Json.of("{'requestId':%d,'report':%b,'clear':%b,%s}", REQUEST, report, clear, customer),
        status);
  }

  private void asks(boolean report, boolean clear, String status) {
    asks(report, clear, idToken(VALID), status);
  }

  /** One part, the last; the operator then reads it. */
  private void told(String data) {
    part(0, false, data);
    assertTold(data);
  }

  private void part(int seqNo, boolean more, String data) {
    JsonNode answer =
        station.call(
            "NotifyCustomerInformation",
            "{'requestId':%d,'generatedAt':'%s','seqNo':%d,'tbc':%b,'data':'%s'}",
            REQUEST,
            timestamp(),
            seqNo,
            more,
            data);
    assertThat(answer).isEmpty();
  }

  private void assertTold(String data) {
    JsonNode information = operator.get("/chargers/" + id + "/customer-information/" + REQUEST);
    assertThat(information.get("complete").asBoolean()).isTrue();
    assertThat(information.get("data").asText()).isEqualTo(data);
  }

  @Test
  void TC_N_27_report() {
    asks(true, false, "Accepted");
    part(0, true, "card VALID; ");
    part(1, false, "2 transactions");
    assertTold("card VALID; 2 transactions");
  }

  @Test
  void TC_N_28_reportWithNothingFound() {
    asks(true, false, "Accepted");
    told("no data");
  }

  @Test
  void TC_N_29_rejected() {
    asks(true, false, "Rejected");
    seen.assertAnswered("CustomerInformation", "Rejected");
    assertThatThrownBy(() -> seen.of("/customer-information/" + REQUEST))
        .as("nothing was told")
        .hasMessageContaining("404");
  }

  @Test
  void TC_N_30_clearAndReport() {
    asks(true, true, "Accepted");
    told("card VALID");
  }

  @Test
  void TC_N_31_clearAndReportWithNothingFound() {
    asks(true, true, "Accepted");
    told("no data");
  }

  @Test
  void TC_N_32_clearWithoutReport() {
    asks(false, true, "Accepted");
    told("cleared");
  }

  @Test
  void TC_N_46_clearedTokenLeavesTheLocalList() {
    String cleared = UUID.randomUUID().toString();
    String kept = UUID.randomUUID().toString();
    sends(
        "SendLocalList",
        Json.of(
            "{'versionNumber':4,'updateType':'Full','localAuthorizationList':[{%s,'idTokenInfo':{'status':'Accepted'}},{%s,'idTokenInfo':{'status':'Accepted'}}]}",
            idToken(cleared), idToken(kept)),
        "Accepted");
    asks(true, true, idToken(cleared), "Accepted");
    told("card " + cleared);
    JsonNode update = station.expect("SendLocalList");
    assertThat(update.get("updateType").asText()).isEqualTo("Differential");
    assertThat(update.get("versionNumber").asInt()).isGreaterThan(4);
    assertThat(update.get("localAuthorizationList")).isEqualTo(Json.of("[{%s}]", idToken(cleared)));
    station.answer(Json.of("{'status':'Accepted'}"));
  }

  @Test
  void TC_N_62_clearAndReportByCustomerIdentifier() {
    asks(true, true, "'customerIdentifier':'OpenChargeAlliance'", "Accepted");
    told("OpenChargeAlliance");
  }

  @Test
  void TC_N_63_clearAndReportByCustomerCertificate() {
    asks(
        true,
        true,
        "'customerCertificate':{'hashAlgorithm':'SHA256','issuerNameHash':'%s','issuerKeyHash':'%s','serialNumber':'0c3d'}"
            .formatted("a1".repeat(32), "b2".repeat(32)),
        "Accepted");
    told("EMAID of the certificate");
  }
}
