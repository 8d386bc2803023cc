package io.galvan.app;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.central.testing.RawStation;
import io.galvan.platform.json.Mapper;
import io.galvan.platform.testing.TestPlatform;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Policies as an operator sets them and as charging stations on a real wire feel them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PoliciesTest {
  private static final String BOOT =
      "[2,\"boot\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\"}]";

  private String database;
  private RunningSystem system;

  @BeforeAll
  void start() {
    database = TestPlatform.newDatabaseUrl();
    system = RunningSystem.start(database, Map.of(), null, null);
  }

  @AfterAll
  void stop() {
    system.close();
  }

  private void charger(String id, String site) {
    system
        .api
        .post(
            "/chargers",
            Map.of(
                "id",
                id,
                "site",
                site,
                "registration",
                "Accepted",
                "strict",
                false,
                "defaultVersion",
                "V1_6"))
        .expect(201);
  }

  private RawStation connect(String id) {
    RawStation station = await(RawStation.webSocket(system.vertx, system.ocppPort(), id, null));
    await().until(() -> system.node.sessions().find(id) != null);
    return station;
  }

  private void policy(String path, Map<String, ?> policy) {
    system.api.send("PUT", path + "/policy", policy).expect(200);
  }

  /** The next CALL of the central system, which is answered with this payload. */
  private static JsonNode answer(RawStation station, String payload) throws Exception {
    JsonNode call = Mapper.JSON.readTree(station.receive());
    assertThat(call.get(0).asInt()).as(call.toString()).isEqualTo(2);
    station.send("[3," + call.get(1) + "," + payload.replace('\'', '"') + "]");
    return call;
  }

  private static void assertChange(JsonNode call, String key, String value) {
    assertThat(call.get(2).asText()).isEqualTo("ChangeConfiguration");
    assertThat(call.get(3).get("key").asText()).isEqualTo(key);
    assertThat(call.get(3).get("value").asText()).isEqualTo(value);
  }

  private int policyCommands(String id) {
    int count = 0;
    for (JsonNode command :
        system.api.get("/chargers/" + id + "/commands?limit=100").get("items")) {
      count += command.path("requestedBy").asText().equals("policy") ? 1 : 0;
    }
    return count;
  }

  private String startAt(RawStation station, String idTag) {
    String answer =
        station.ask(
            "[2,\"s\",\"StartTransaction\",{\"connectorId\":1,\"idTag\":\""
                + idTag
                + "\",\"meterStart\":0,\"timestamp\":\"2026-03-01T12:00:00Z\"}]");
    return new Api.Answer(200, answer).json().get(2).get("idTagInfo").get("status").asText();
  }

  private String authorizeAt(RawStation station, String idTag) {
    String answer = station.ask("[2,\"a\",\"Authorize\",{\"idTag\":\"" + idTag + "\"}]");
    return new Api.Answer(200, answer).json().get(2).get("idTagInfo").get("status").asText();
  }

  @Test
  void shouldSendOnlyWhatDiffersAndLearnWhatAStationCannotDo() throws Exception {
    charger("TUNED", "Tuning yard");
    policy(
        "/sites/Tuning%20yard",
        Map.of(
            "measurands",
            List.of("Power.Active.Import", "SoC", "Temperature"),
            "sampleIntervalS",
            30,
            "triggerBootAfterS",
            0));
    policy("/chargers/TUNED", Map.of("offline", Map.of("localPreAuthorize", true)));
    RawStation station = connect("TUNED");
    assertThat(station.ask(BOOT)).contains("\"Accepted\"", "\"interval\":300");

    JsonNode asked =
        answer(
            station,
            "{'configurationKey':[{'key':'LocalPreAuthorize','readonly':false,'value':'True'},"
                + "{'key':'MeterValuesSampledData','readonly':false,'value':'Voltage'},"
                + "{'key':'MeterValuesAlignedData','readonly':true,'value':'Voltage'},"
                + "{'key':'MeterValueSampleInterval','readonly':false,'value':'60'}]}");
    assertThat(asked.get(2).asText()).isEqualTo("GetConfiguration");
    assertThat(asked.get(3).get("key")).hasSize(4);
    assertChange(
        answer(station, "{'status':'Rejected'}"),
        "MeterValuesSampledData",
        "Power.Active.Import,SoC,Temperature");
    assertChange(
        answer(station, "{'status':'Accepted'}"),
        "MeterValuesSampledData",
        "Power.Active.Import,SoC");
    assertChange(answer(station, "{'status':'NotSupported'}"), "MeterValueSampleInterval", "30");
    await().until(() -> policyCommands("TUNED") == 4);

    // Another boot finds the station as far as it can be brought.
    assertThat(station.ask(BOOT)).contains("\"Accepted\"");
    await().during(Duration.ofSeconds(3)).until(() -> policyCommands("TUNED") == 4);

    // The site's policy changes: its new value is told, what was refused is not tried again.
    policy(
        "/sites/Tuning%20yard",
        Map.of(
            "measurands",
            List.of("Power.Active.Import", "SoC", "Temperature"),
            "sampleIntervalS",
            15,
            "clockAlignedIntervalS",
            900,
            "heartbeatIntervalS",
            77));
    JsonNode again = answer(station, "{'unknownKey':['ClockAlignedDataInterval']}");
    assertThat(again.get(2).asText()).isEqualTo("GetConfiguration");
    assertThat(again.get(3).get("key").toString()).isEqualTo("[\"ClockAlignedDataInterval\"]");
    assertChange(answer(station, "{'status':'RebootRequired'}"), "ClockAlignedDataInterval", "900");
    assertChange(answer(station, "{'status':'Accepted'}"), "HeartbeatInterval", "77");
    await().until(() -> system.node.sessions().find("TUNED").heartbeatIntervalS() == 77);
    assertThat(station.ask(BOOT)).contains("\"interval\":77");
    await().during(Duration.ofSeconds(3)).until(() -> policyCommands("TUNED") == 7);
    station.close();
  }

  @Test
  void shouldAskASilentStationForItsBootOnceAConnection() throws Exception {
    charger("SILENT", "Silent yard");
    policy("/chargers/SILENT", Map.of("triggerBootAfterS", 1));
    for (int connection = 1; connection <= 2; connection++) {
      int expected = connection;
      RawStation station = connect("SILENT");
      JsonNode call = answer(station, "{'status':'Accepted'}");
      assertThat(call.get(2).asText()).isEqualTo("TriggerMessage");
      assertThat(call.get(3).get("requestedMessage").asText()).isEqualTo("BootNotification");
      await().during(Duration.ofSeconds(3)).until(() -> policyCommands("SILENT") == expected);
      assertThat(station.received()).isEmpty();
      station.close();
      await().until(() -> system.node.sessions().find("SILENT") == null);
    }
    RawStation booting = connect("SILENT");
    booting.ask(BOOT);
    await().during(Duration.ofSeconds(3)).until(() -> policyCommands("SILENT") == 2);
    booting.close();
    await().until(() -> system.node.sessions().find("SILENT") == null);
    RawStation known = connect("SILENT");
    await().during(Duration.ofSeconds(3)).until(() -> policyCommands("SILENT") == 2);
    known.close();
  }

  @Test
  void shouldAskAStationForItsBootAtOnceWhenItIsAcceptedAndSendItNoCommandBefore()
      throws Exception {
    charger("WAITING", "Waiting yard");
    system.api.send("PUT", "/chargers/WAITING", waiting("Pending")).expect(200);
    RawStation station = connect("WAITING");
    assertThat(station.ask(BOOT)).contains("Pending");
    assertThat(station.ask("[2,\"h\",\"Heartbeat\",{}]"))
        .contains("SecurityError", "wait until BootNotification is answered Accepted");
    JsonNode refused =
        system
            .api
            .post(
                "/chargers/WAITING/commands",
                Map.of("action", "RemoteStartTransaction", "request", Map.of("idTag", "TAG")))
            .expect(409);
    assertThat(refused.get("detail").asText()).contains("Pending");
    system.api.send("PUT", "/chargers/WAITING", waiting("Accepted")).expect(200);
    JsonNode call = answer(station, "{'status':'Accepted'}");
    assertThat(call.get(2).asText()).isEqualTo("TriggerMessage");
    assertThat(call.get(3).get("requestedMessage").asText()).isEqualTo("BootNotification");
    assertThat(station.ask(BOOT)).contains("Accepted");
    station.close();
  }

  private static Map<String, ?> waiting(String registration) {
    return Map.of("registration", registration, "strict", false, "defaultVersion", "V1_6");
  }

  @Test
  void shouldVendFreelyWhereThePolicySaysSoOnEveryStart() {
    charger("FREE-1", "Free yard");
    charger("PAID-1", "Paid yard");
    system.api.post("/tokens", Map.of("idToken", "BLOCKED-TAG", "blocked", true)).expect(201);
    policy("/sites/Free%20yard", Map.of("freeVending", true, "triggerBootAfterS", 0));
    RawStation free = connect("FREE-1");
    RawStation paid = connect("PAID-1");
    free.ask(BOOT);
    paid.ask(BOOT);
    await().until(() -> authorizeAt(free, "STRANGER").equals("Accepted"));
    assertThat(startAt(free, "STRANGER")).isEqualTo("Accepted");
    assertThat(authorizeAt(free, "BLOCKED-TAG")).isEqualTo("Blocked");
    assertThat(startAt(free, "BLOCKED-TAG")).isEqualTo("Blocked");
    assertThat(authorizeAt(paid, "STRANGER")).isEqualTo("Invalid");
    free.close();
    paid.close();

    RunningSystem before = system;
    system = RunningSystem.start(database, Map.of(), null, before.api.admin());
    before.close();
    RawStation again = connect("FREE-1");
    assertThat(authorizeAt(again, "STRANGER")).isEqualTo("Accepted");
    system.api.send("DELETE", "/sites/Free%20yard/policy", null).expect(204);
    await().until(() -> authorizeAt(again, "STRANGER").equals("Invalid"));
    again.close();
  }

  @Test
  void shouldShowPoliciesAndRefuseWhatIsNone() {
    charger("SHOWN", "Shown yard");
    assertThat(system.api.get("/policies/default").toString())
        .isEqualTo("{\"freeVending\":false,\"heartbeatIntervalS\":300,\"triggerBootAfterS\":30}");
    policy("/sites/Shown%20yard", Map.of("sampleIntervalS", 20, "heartbeatIntervalS", 50));
    policy("/chargers/SHOWN", Map.of("sampleIntervalS", 10));
    assertThat(system.api.get("/sites/Shown%20yard/policy").get("sampleIntervalS").asInt())
        .isEqualTo(20);
    assertThat(system.api.get("/chargers/SHOWN/policy").toString())
        .isEqualTo("{\"sampleIntervalS\":10}");
    assertThat(system.api.get("/chargers/SHOWN/policy/effective").toString())
        .isEqualTo(
            "{\"freeVending\":false,\"heartbeatIntervalS\":50,\"sampleIntervalS\":10,\"triggerBootAfterS\":30}");
    system.api.send("DELETE", "/chargers/SHOWN/policy", null).expect(204);
    assertThat(system.api.get("/chargers/SHOWN/policy").toString()).isEqualTo("{}");
    for (Map<String, ?> wrong :
        List.of(
            Map.of("heartbeatIntervalS", 0),
            Map.of("measurands", List.of()),
            Map.of("freeVending", "yes"),
            Map.of("unknown", 1))) {
      assertThat(system.api.send("PUT", "/chargers/SHOWN/policy", wrong).status())
          .as(wrong.toString())
          .isEqualTo(400);
    }
    assertThat(system.api.send("GET", "/chargers/NOBODY/policy", null).status()).isEqualTo(404);
    assertThat(system.api.send("PUT", "/chargers/NOBODY/policy", Map.of()).status()).isEqualTo(404);
    assertThat(system.api.send("GET", "/chargers/NOBODY/policy/effective", null).status())
        .isEqualTo(404);
  }
}
