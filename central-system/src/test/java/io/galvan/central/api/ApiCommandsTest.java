package io.galvan.central.api;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.messagelog.MessageLogs;
import io.galvan.platform.bus.Bus;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Commands and messages, and what is said of a request that is wrong. */
class ApiCommandsTest extends ApiFixture {
  @Test
  void shouldNameTheParameterOrFieldThatIsWrong() {
    assertThat(get("/chargers?limit=0").field(400)).isEqualTo("limit");
    assertThat(get("/chargers?online=maybe").field(400)).isEqualTo("online");
    assertThat(get("/chargers?cursor=xx").field(400)).isEqualTo("cursor");
    assertThat(get("/transactions?state=Sleeping").field(400)).isEqualTo("state");
    assertThat(get("/transactions?from=yesterday").field(400)).isEqualTo("from");
    assertThat(get("/transactions/abc").field(400)).isEqualTo("transactionId");
    assertThat(
            post("/chargers", Map.of("id", "X", "registration", "Maybe", "strict", false))
                .field(400))
        .isEqualTo("/registration");
    assertThat(
            post(
                    "/chargers",
                    Map.of("id", "x".repeat(49), "registration", "Accepted", "strict", false))
                .field(400))
        .isEqualTo("/id");
    assertThat(post("/tokens", Map.of("idToken", "T")).field(400)).isEqualTo("/blocked");
    assertThat(
            post("/tokens", Map.of("idToken", "T", "blocked", false, "colour", "red")).field(400))
        .isEqualTo("/colour");
    assertThat(post("/chargers/CP/commands/Reset", Map.of("type", "Medium")).field(400))
        .isEqualTo("/type");
    assertThat(
            post(
                    "/chargers/CP/commands/SetChargingProfile",
                    """
                    {"connectorId":1,"csChargingProfiles":{"chargingProfileId":1,"stackLevel":0,"chargingProfilePurpose":"TxProfile",
                     "chargingProfileKind":"Relative","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0}]}}}
                    """)
                .field(400))
        .isEqualTo("/csChargingProfiles/chargingSchedule/chargingSchedulePeriod/0/limit");
    post("/tokens", "{broken").problem(400);
    post("/tokens", "[]").problem(400);
    post("/tokens", "x".repeat(1_100_000)).problem(413);
    get("/nothing").problem(404);
    ask("PATCH", "/chargers", null, token).problem(405);
  }

  @Test
  void shouldSendCommandsWithTheirPayload() {
    JsonNode command =
        post(
                "/chargers/CP/commands/ChangeConfiguration",
                Map.of("key", "MeterValueSampleInterval", "value", "-1"))
            .json(200);
    assertThat(command.get("request").get("value").asText())
        .as("the shape is checked, not the wisdom")
        .isEqualTo("-1");
    assertThat(command.get("response").get("status").asText()).isEqualTo("Accepted");
    assertThat(command.get("requestedBy").asText()).isEqualTo(admin.get().email());
    post("/chargers/CP/commands/ClearChargingProfile", Map.of()).json(200);
    assertThat(
            post("/chargers/NOBODY/commands/ClearCache", Map.of())
                .problem(409)
                .get("retryable")
                .asBoolean())
        .isTrue();
    JsonNode unknown = post("/chargers/SLOW/commands/ClearCache", Map.of()).problem(504);
    assertThat(unknown.get("commandState").asText()).isEqualTo("Unknown");
    assertThat(unknown.get("commandId").asText()).isEqualTo("c-1");
    post("/chargers/CP/commands/MakeCoffee", Map.of()).problem(405);
  }

  @Test
  void shouldListCommandsAndMessages() {
    charger("CP-LOG");
    Command stored =
        await(
                Bus.of(vertx)
                    .request(
                        Commands.OPEN,
                        new Commands.OpenCommand(
                            "CP-LOG", "Reset", null, "{\"type\":\"Soft\"}", "me", null, null)))
            .command();
    assertThat(
            get("/chargers/CP-LOG/commands")
                .json(200)
                .get("items")
                .get(0)
                .get("request")
                .get("type")
                .asText())
        .isEqualTo("Soft");
    assertThat(get("/chargers/CP-LOG/commands/" + stored.id()).json(200).get("state").asText())
        .isEqualTo("Queued");
    get("/chargers/CP-LOG/commands/00000000-0000-0000-0000-000000000000").problem(404);
    await(
        Bus.of(vertx)
            .request(
                MessageLogs.WRITE,
                new MessageLogs.LogBatch(
                    List.of(
                        new MessageLogs.LogEntry(
                            "CP-LOG",
                            Clock.systemUTC().instant(),
                            MessageLogs.Caller.Charger,
                            "1",
                            "Heartbeat",
                            "[2]",
                            "[3]",
                            null,
                            5L,
                            null,
                            null)))));
    assertThat(get("/chargers/CP-LOG/messages?action=Heartbeat").json(200).get("items")).hasSize(1);
    assertThat(get("/chargers/CP-LOG/messages?errors=true").json(200).get("items")).isEmpty();
  }
}
