package io.galvan.app;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.central.testing.RawStation;
import io.galvan.contract.messagelog.MessageLogs;
import io.galvan.contract.messagelog.MessageLogs.LogBatch;
import io.galvan.contract.messagelog.MessageLogs.LogEntry;
import io.galvan.platform.bus.Bus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The message log as an operator reads it, searches it and takes it away. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessagesTest {
  private static final int BIG = 50_000;

  private RunningSystem system;

  @BeforeAll
  void start() {
    system = RunningSystem.start(Map.of("GALVAN_TRIGGER_BOOT_AFTER", "0"));
  }

  @AfterAll
  void stop() {
    system.close();
  }

  private void charger(String id) {
    system
        .api
        .post(
            "/chargers",
            Map.of("id", id, "registration", "Accepted", "strict", false, "defaultVersion", "V1_6"))
        .expect(201);
  }

  private JsonNode find(String query) {
    return system.api.get("/messages?" + query).get("items");
  }

  @Test
  void shouldKeepNoSecretOfAnyExchange() {
    charger("MASKED");
    system
        .api
        .send("PUT", "/chargers/MASKED/password", Map.of("password", "basic-secret-0001"))
        .expect(204);
    RawStation station =
        await(RawStation.webSocket(system.vertx, system.ocppPort(), "MASKED", "basic-secret-0001"));
    station.ask(
        "[2,\"b\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\"}]");
    CompletableFuture<Api.Answer> changed =
        CompletableFuture.supplyAsync(
            () ->
                system.api.command(
                    "MASKED",
                    "ChangeConfiguration",
                    Map.of("key", "AuthorizationKey", "value", "new-secret-000002")));
    station.send("[3," + messageId(station.receive()) + ",{\"status\":\"Accepted\"}]");
    changed.join().expect(200);
    CompletableFuture<Api.Answer> read =
        CompletableFuture.supplyAsync(
            () -> system.api.command("MASKED", "GetConfiguration", Map.of()));
    station.send(
        "[3,"
            + messageId(station.receive())
            + ",{\"configurationKey\":[{\"value\":\"told-secret-00003\",\"readonly\":false,\"key\":\"AUTHORIZATIONKEY\"}]}]");
    read.join().expect(200);
    CompletableFuture<Api.Answer> number =
        CompletableFuture.supplyAsync(
            () -> system.api.command("MASKED", "GetConfiguration", Map.of()));
    station.send(
        "[3,"
            + messageId(station.receive())
            + ",{\"configurationKey\":[{\"key\":\"AuthorizationKey\",\"readonly\":false,\"value\":98765432101234567}]}]");
    number.join().expect(200);
    // The end of this one is cut off in the log, and with it the name of the key.
    station.send(
        "[2,\"x\",\"Nonsense\",{\"value\":\"cut-secret-000004\",\"fill\":\""
            + "x".repeat(120_000)
            + "\",\"key\":\"AuthorizationKey\"}]");
    station.receive();
    station.send("[3,\"y\",{\"key\":\"AuthorizationKey\",\"value\":\"torn-secret-00005");
    await().untilAsserted(() -> assertThat(find("chargerId=MASKED")).hasSize(6));
    String log = system.api.send("GET", "/chargers/MASKED/messages/export", null).text();
    assertThat(log).contains("Nonsense", "AuthorizationKey", "AUTHORIZATIONKEY");
    assertThat(log).doesNotContain("secret", "98765432101234567").contains("\"raw\":\"***\"");
    assertThat(number.join().text()).doesNotContain("98765432101234567");
    assertThat(find("chargerId=MASKED").toString()).doesNotContain("secret");
    assertThat(system.api.get("/chargers/MASKED/commands").toString()).doesNotContain("secret");
    assertThat(system.api.get("/chargers/MASKED/configuration").toString())
        .doesNotContain("secret");
    station.close();
  }

  private static String messageId(String call) {
    return new Api.Answer(200, call).json().get(1).toString();
  }

  @Test
  void shouldFindMessagesOfTheWholeFleet() {
    charger("FOUND-1");
    charger("FOUND-2");
    for (String id : List.of("FOUND-1", "FOUND-2")) {
      RawStation station = await(RawStation.webSocket(system.vertx, system.ocppPort(), id, null));
      station.ask(
          "[2,\"boot-"
              + id
              + "\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\"}]");
      station.ask("[2,\"bad-" + id + "\",\"FindMe\",{}]");
      station.close();
    }
    await().untilAsserted(() -> assertThat(find("action=FindMe")).hasSize(2));
    assertThat(find("messageId=bad-FOUND-2"))
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.get("chargerId").asText()).isEqualTo("FOUND-2");
              assertThat(message.get("errorCode").asText()).isEqualTo("NotImplemented");
            });
    assertThat(find("error=notIMPL&action=FindMe&chargerId=FOUND-1")).hasSize(1);
    assertThat(find("error=elsewise&action=FindMe")).isEmpty();
    assertThat(find("action=FindMe&caller=Central")).isEmpty();
    assertThat(find("action=FindMe&errors=true&limit=1")).hasSize(1);
    JsonNode own =
        system
            .api
            .get("/chargers/FOUND-1/messages?caller=Charger&messageId=boot-FOUND-1")
            .get("items");
    assertThat(own).hasSize(1);
    Instant now = Clock.systemUTC().instant();
    assertThat(find("action=FindMe&from=" + now.minus(Duration.ofHours(23)))).hasSize(2);
    for (String wrong :
        List.of("from=" + now.minus(Duration.ofHours(25)), "caller=Nobody", "from=yesterday")) {
      assertThat(system.api.send("GET", "/messages?" + wrong, null).status()).isEqualTo(400);
    }
    assertThat(system.api.send("GET", "/chargers/NOBODY/messages/export", null).status())
        .isEqualTo(404);
    assertThat(system.api.send("GET", "/chargers/FOUND-1/messages/export?from=x", null).status())
        .isEqualTo(400);
  }

  @Test
  void shouldReadNoFurtherThanTheReaderOfAnExportTakes() {
    charger("BIG 1");
    Instant first = Clock.systemUTC().instant().minusSeconds(900);
    List<LogEntry> entries = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      entries.add(
          new LogEntry(
              "BIG 1",
              first.plusMillis(i),
              MessageLogs.Caller.Charger,
              "m" + i,
              "Heartbeat",
              "[2,\"m" + i + "\",\"Heartbeat\",{\"fill\":\"" + noise(i) + "\"}]",
              i == 7 ? "[3,\"cut" : "[3,\"m" + i + "\",{}]",
              null,
              10L,
              null,
              null));
    }
    await(Bus.of(system.vertx).request(MessageLogs.WRITE, new LogBatch(entries)));

    Bus bus = Bus.of(system.vertx);
    long before = bus.asked(MessageLogs.READ);
    String token =
        system
            .api
            .post(
                "/sessions",
                Map.of(
                    "email", system.api.admin().email(), "password", system.api.admin().password()))
            .expect(200)
            .get("token")
            .asText();
    var client =
        system.vertx.createHttpClient(new HttpClientOptions().setReceiveBufferSize(64_000));
    CompletableFuture<Buffer> body = new CompletableFuture<>();
    HttpClientResponse response =
        await(
            client
                .request(
                    HttpMethod.GET,
                    URI.create(system.api.site()).getPort(),
                    "127.0.0.1",
                    "/api/v1/chargers/BIG%201/messages/export")
                .compose(
                    request -> {
                      request.putHeader("Authorization", "Bearer " + token);
                      return request
                          .send()
                          .onSuccess(
                              answer -> {
                                answer.pause();
                                answer.bodyHandler(body::complete);
                              });
                    }));
    assertThat(response.getHeader("Content-Type")).isEqualTo("application/x-ndjson");
    assertThat(response.getHeader("Content-Disposition"))
        .isEqualTo(
            "attachment; filename=\"messages-BIG_1.ndjson\"; filename*=UTF-8''messages-BIG%201.ndjson");
    // Sockets hold some megabytes; the other pages stay in the database.
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(20))
        .until(() -> bus.asked(MessageLogs.READ) - before < 10);
    response.resume();
    String text = body.orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join().toString();
    List<JsonNode> lines = text.lines().map(line -> new Api.Answer(200, line).json()).toList();
    assertThat(lines).hasSize(600);
    assertThat(bus.asked(MessageLogs.READ) - before).isEqualTo(12);
    for (int i = 0; i < 600; i++) {
      assertThat(lines.get(i).get("messageId").asText()).isEqualTo("m" + i);
      assertThat(lines.get(i).get("request").isArray()).isTrue();
    }
    assertThat(lines.get(7).get("response").asText()).isEqualTo("[3,\"cut");
    assertThat(lines.get(8).get("response").toString()).isEqualTo("[3,\"m8\",{}]");
    assertThat(lines.get(0).get("durationUs").asInt()).isEqualTo(10);
    assertThat(
            system
                .api
                .send(
                    "GET",
                    "/chargers/BIG%201/messages/export?from="
                        + first.plusMillis(10)
                        + "&to="
                        + first.plusMillis(12),
                    null)
                .text()
                .lines())
        .hasSize(2);
  }

  private static String noise(int seed) {
    StringBuilder text = new StringBuilder(BIG);
    new java.util.Random(seed).ints(BIG, 'a', 'z').forEach(letter -> text.append((char) letter));
    return text.toString();
  }
}
