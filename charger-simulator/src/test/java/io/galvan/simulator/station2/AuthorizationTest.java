package io.galvan.simulator.station2;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.v2.AuthorizationStatus;
import io.galvan.ocpp.v2.IdToken;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Who may charge and stop, and what becomes of those the central system refuses. */
class AuthorizationTest extends Station2Test {
  @Test
  void shouldDeauthorizeWhatTheCentralSystemRefuses() {
    start(OcppVersion.V2_0_1);
    central.answer(
        "TransactionEvent",
        call ->
            call.payload().containsKey("idToken") ? Central2.info("Blocked") : new JsonObject());
    get(station.plugIn(1));
    get(station.presentTag(1, "TAG"));
    await().until(() -> lastEvent().getString("eventType").equals("Ended"));

    assertThat(lastEvent().getString("triggerReason")).isEqualTo("Deauthorized");
    assertThat(lastEvent().getJsonObject("transactionInfo").getString("stoppedReason"))
        .isEqualTo("DeAuthorized");
  }

  @Test
  void shouldSuspendWhatIsRefusedWhereItMayNotStop() {
    start(OcppVersion.V2_0_1);
    set("TxCtrlr", "StopTxOnInvalidId", "false");
    central.answer(
        "TransactionEvent",
        call ->
            call.payload().containsKey("idToken") ? Central2.info("Invalid") : new JsonObject());
    get(station.plugIn(1));
    get(station.presentTag(1, "TAG"));

    await().until(() -> events().contains("Updated ChargingStateChanged SuspendedEVSE"));
    assertThat(station.watt(1)).isZero();
    assertThat(station.charging(1)).isTrue();
  }

  @Test
  void shouldLetOnlyTheSameGroupStop() {
    start(OcppVersion.V2_0_1);
    central.answer(
        "Authorize",
        call -> {
          String tag = call.payload().getJsonObject("idToken").getString("idToken");
          JsonObject answer = Central2.info("Accepted");
          answer
              .getJsonObject("idTokenInfo")
              .put(
                  "groupIdToken",
                  new JsonObject()
                      .put("idToken", tag.equals("OTHER") ? "G2" : "G1")
                      .put("type", "Central"));
          return answer;
        });
    charge();
    assertThat(get(station.presentTag(1, "OTHER"))).isEqualTo(AuthorizationStatus.Invalid);
    assertThat(station.charging(1)).isTrue();
    assertThat(get(station.presentTag(1, "SAME"))).isEqualTo(AuthorizationStatus.Accepted);
    await().until(() -> lastEvent().getString("eventType").equals("Ended"));

    assertThat(lastEvent().getJsonObject("idToken").getString("idToken")).isEqualTo("SAME");
  }

  @Test
  void shouldShowAContractWithTheHashesOfItsCertificates() {
    start(OcppVersion.V2_0_1);
    get(station.plugIn(1));
    get(station.presentContract(1, "DE-GAL-C12345678-X", TestCertificates.root()));

    JsonObject asked = central.calls("Authorize").get(0);
    assertThat(asked.getJsonObject("idToken").getString("type")).isEqualTo("eMAID");
    assertThat(asked.getString("certificate")).startsWith("-----BEGIN CERTIFICATE");
    assertThat(asked.getJsonArray("iso15118CertificateHashData")).hasSize(1);
  }

  @Test
  void shouldNotAskForATokenThatNeedsNoAuthorization() {
    start(OcppVersion.V2_0_1);
    get(station.plugIn(1));
    get(station.presentToken(1, new IdToken(null, "", "NoAuthorization", null)));

    await().until(() -> station.charging(1));
    assertThat(central.calls("Authorize")).isEmpty();
  }
}
