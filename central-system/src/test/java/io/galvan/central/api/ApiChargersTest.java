package io.galvan.central.api;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.contract.pki.Certificates;
import io.galvan.contract.transaction.Transactions;
import io.galvan.platform.bus.Bus;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Charging stations, their transactions and their certificates. */
class ApiChargersTest extends ApiFixture {
  @Test
  void shouldKeepChargersWithPasswordAndRunningTransactions() {
    assertThat(
            post(
                    "/chargers",
                    Map.of(
                        "id",
                        "CP 1",
                        "name",
                        "Front",
                        "registration",
                        "Pending",
                        "strict",
                        true,
                        "password",
                        "0123456789abcdef"))
                .json(201)
                .get("registration")
                .asText())
        .isEqualTo("Pending");
    post("/chargers", Map.of("id", "CP 1", "registration", "Pending", "strict", true)).problem(409);
    Bus.of(vertx);
    JsonNode edited =
        ask(
                "PUT",
                "/chargers/CP%201",
                Map.of("registration", "Accepted", "strict", false, "site", "Yard"),
                token)
            .json(200);
    assertThat(edited.get("site").asText()).isEqualTo("Yard");
    assertThat(edited.has("name")).isFalse();
    await(
        Bus.of(vertx)
            .request(
                Transactions.START,
                new Transactions.Start("CP 1", 1, "T", 0L, Clock.systemUTC().instant(), null)));
    JsonNode detail = get("/chargers/CP%201").json(200);
    assertThat(detail.get("runningTransactions")).hasSize(1);
    assertThat(detail.get("connectors")).isEmpty();
    assertThat(get("/chargers/CP%201/configuration").json(200).get("keys")).isEmpty();
    ask("DELETE", "/chargers/CP%201/password", null, token);
    assertThat(ask("DELETE", "/chargers/CP%201", null, token).response().statusCode())
        .isEqualTo(204);
    get("/chargers/CP%201").problem(404);
  }

  @Test
  void shouldNotKeepAChargerWhosePasswordIsRefused() {
    post(
            "/chargers",
            Map.of(
                "id", "SHORT-PW", "registration", "Accepted", "strict", false, "password", "short"))
        .problem(400);
    get("/chargers/SHORT-PW").problem(404);
  }

  @Test
  void shouldPageAndFilterLists() {
    for (int i = 0; i < 7; i++) {
      charger("PAGE-" + i);
    }
    JsonNode first = get("/chargers?search=PAGE-&limit=3&order=desc").json(200);
    assertThat(first.get("items").findValuesAsText("id"))
        .containsExactly("PAGE-6", "PAGE-5", "PAGE-4");
    JsonNode second =
        get("/chargers?search=PAGE-&limit=3&order=desc&cursor=" + first.get("next").asText())
            .json(200);
    assertThat(second.get("items").findValuesAsText("id"))
        .containsExactly("PAGE-3", "PAGE-2", "PAGE-1");
    assertThat(get("/chargers?online=true&search=PAGE-").json(200).get("items")).isEmpty();
  }

  @Test
  void shouldGiveTheOverview() {
    JsonNode overview = get("/overview").json(200);
    assertThat(overview.get("fleet").has("chargers")).isTrue();
    assertThat(overview.get("totals").has("running")).isTrue();
  }

  @Test
  void shouldShowATransactionsTimelineAndLetAnOperatorEndIt() {
    charger("TIMELINE");
    Instant begin = Clock.systemUTC().instant().minusSeconds(60);
    long id =
        await(
                Bus.of(vertx)
                    .request(
                        Transactions.START,
                        new Transactions.Start("TIMELINE", 1, "T", 100L, begin, null)))
            .transactionId();
    String path = "/transactions/" + id;
    JsonNode facts = get(path + "/timeline").json(200).get("items");
    assertThat(facts.findValuesAsText("fact")).containsExactly("Started", "Authorized");
    assertThat(facts.get(0).get("kind").asText()).isEqualTo("Received");
    assertThat(facts.get(0).get("detail").get("meterStartWh").asInt()).isEqualTo(100);
    get("/transactions/999999/timeline").problem(404);
    assertThat(post(path + "/end", Map.of("at", begin.minusSeconds(1).toString())).field(400))
        .isEqualTo("at");
    assertThat(post(path + "/end", Map.of("meterStopWh", "much")).field(400))
        .isEqualTo("/meterStopWh");
    post("/transactions/999999/end", Map.of()).problem(404);
    JsonNode ended =
        post(path + "/end", Map.of("meterStopWh", 600, "reason", "the station burnt down"))
            .json(200);
    assertThat(ended.get("state").asText()).isEqualTo("Ended");
    assertThat(ended.get("inferredEnd").asText()).isEqualTo("Operator");
    assertThat(ended.get("energyWh").asInt()).isEqualTo(500);
    assertThat(ended.get("marks").get(0).asText()).isEqualTo("EndInferred");
    JsonNode end = get(path + "/timeline").json(200).get("items").get(2);
    assertThat(end.get("kind").asText()).isEqualTo("Operator");
    assertThat(end.get("detail").get("by").asText()).isEqualTo(admin.get().email());
    await(
        Bus.of(vertx)
            .request(
                Transactions.STOP,
                new Transactions.Stop(
                    "TIMELINE", id, 700L, begin.plusSeconds(9), "Local", null, List.of())));
    assertThat(get(path).json(200).get("marks").get(0).asText()).isEqualTo("EndCorrected");
    post(path + "/end", Map.of()).problem(409);
  }

  private String submit(String charger) {
    String csr = "no request that could be signed";
    return await(
            Bus.of(vertx)
                .request(Certificates.SUBMIT, new Certificates.Submission(charger, csr, false)))
        .id();
  }

  @Test
  void shouldShowTheAuthorityAndWhatStationsWantSigned() {
    charger("CERT-1");
    JsonNode authority = get("/certificate-authority").json(200);
    assertThat(authority.get("roots")).hasSize(2);
    assertThat(authority.get("certificate").asText())
        .isEqualTo(
            authority.get("roots").get(0).get("certificate").asText()
                + authority.get("roots").get(1).get("certificate").asText())
        .doesNotContain("PRIVATE");
    String id = submit("CERT-1");
    JsonNode requests = get("/signing-requests?chargerId=CERT-1&state=Rejected").json(200);
    assertThat(requests.get("items")).hasSize(1);
    assertThat(requests.get("items").get(0).get("id").asText()).isEqualTo(id);
    assertThat(get("/signing-requests?chargerId=CERT-1&state=Signed").json(200).get("items"))
        .isEmpty();
    post("/signing-requests/" + id + "/sign", Map.of()).problem(409);
    post("/signing-requests/" + id + "/reject", Map.of("reason", "late")).problem(409);
    post("/signing-requests/none/sign", Map.of()).problem(404);
    JsonNode certificates = get("/chargers/CERT-1/certificates").json(200);
    assertThat(certificates.get("clientCertificates")).isEmpty();
    assertThat(certificates.get("installed")).isEmpty();
    get("/chargers/NO-SUCH/certificates").problem(404);
  }

  @Test
  void shouldSetTheSecurityProfileOfACharger() {
    charger("PROFILE-1");
    assertThat(get("/chargers/PROFILE-1").json(200).get("securityProfile").asInt()).isZero();
    assertThat(
            ask("PUT", "/chargers/PROFILE-1/security-profile", Map.of("profile", 2), token)
                .json(200)
                .get("securityProfile")
                .asInt())
        .isEqualTo(2);
    assertThat(
            ask("PUT", "/chargers/PROFILE-1/security-profile", Map.of("profile", 4), token)
                .field(400))
        .isEqualTo("profile");
    ask("PUT", "/chargers/NO-SUCH/security-profile", Map.of("profile", 1), token).problem(404);
  }
}
