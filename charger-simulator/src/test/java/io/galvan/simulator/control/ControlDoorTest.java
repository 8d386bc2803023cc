package io.galvan.simulator.control;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What the control door shows and does. */
class ControlDoorTest extends ControlDoorFixture {
  @Test
  void shouldListStationsWithTheirConnectors() {
    JsonObject all = look("/stations").json();
    assertThat(all.getInteger("total")).isEqualTo(2);
    JsonObject first = all.getJsonArray("stations").getJsonObject(0);
    assertThat(first.getString("id")).isEqualTo("CP 1");
    assertThat(first.getString("ocpp")).isEqualTo("1.6");
    assertThat(first.getBoolean("connected")).isTrue();
    assertThat(first.getString("registration")).isEqualTo("Accepted");
    assertThat(first.getJsonArray("connectors")).hasSize(2);
    assertThat(look("/stations?q=CS").json().getInteger("total")).isEqualTo(1);
    assertThat(look("/stations?from=1&limit=5").json().getJsonArray("stations")).hasSize(1);
    assertThat(look("/stations/CP%201/settings").json().getString("HeartbeatInterval"))
        .isEqualTo("300");
  }

  @Test
  void shouldPlayADriverAndAFitter() {
    done("plug", new JsonObject().put("connector", 2).put("socPercent", 50));
    assertThat(station.state(2).name()).isEqualTo("Preparing");
    JsonObject tag = new JsonObject().put("connector", 2).put("tag", "T");
    assertThat(done("tag", tag).getString("result")).isEqualTo("Accepted");
    await().until(() -> station.watt(2) > 0);
    done("power", new JsonObject().put("connector", 2).put("kw", 3.5));
    await().until(() -> station.watt(2) == 3_500);
    done("suspend", new JsonObject().put("connector", 2));
    await().until(() -> station.state(2).name().equals("SuspendedEV"));
    done("fault", new JsonObject().put("connector", 1));
    assertThat(station.state(1).name()).isEqualTo("Faulted");
    done("clear-fault", none());
    done("set", new JsonObject().put("name", "HeartbeatInterval").put("value", "77"));
    assertThat(station.configuration("HeartbeatInterval")).contains("77");
    done("drop", none());
    await().atMost(LONG).until(() -> central.authorizations.size() >= 2);
    await().atMost(LONG).until(station::connected);
    done("offline", none());
    await().atMost(LONG).until(() -> !shown().getBoolean("connected"));
    done("online", none());
    await().until(station::connected);
    done("send", new JsonObject().put("frame", new JsonArray("[2,\"x\",\"DataTransfer\",{}]")));
    await().until(() -> !central.calls("DataTransfer").isEmpty());
    done("reboot", none());
    await().atMost(LONG).until(() -> central.calls("BootNotification").size() == 2);
  }

  @Test
  void shouldShowFramesOfBothDirectionsSinceANumber() {
    central.call("CP%201", "ClearCache", none());
    await().until(() -> frames().size() >= 4);
    JsonArray all = frames();
    JsonObject first = all.getJsonObject(0);
    assertThat(first.getString("direction")).isEqualTo("out");
    assertThat(first.getString("action")).isEqualTo("BootNotification");
    assertThat(first.getString("fate")).isEqualTo("passed");
    assertThat(all.getJsonObject(1).getString("action")).isEqualTo("BootNotification");
    assertThat(all.getJsonObject(1).getString("direction")).isEqualTo("in");
    assertThat(all.encode()).contains("ClearCache");
    long number = first.getLong("number");
    JsonArray later = new JsonArray(look("/stations/CP%201/frames?after=" + number).text());
    assertThat(later).hasSizeGreaterThanOrEqualTo(all.size() - 1);
    assertThat(later.getJsonObject(0)).isEqualTo(all.getJsonObject(1));
  }

  @Test
  void shouldHoldACallAndLetItGoEdited() {
    done("hold", new JsonObject().put("direction", "out").put("action", "StartTransaction"));
    done("plug", none());
    done("tag", new JsonObject().put("tag", "T"));
    JsonObject held = onlyHeld();
    assertThat(held.getString("action")).isEqualTo("StartTransaction");
    assertThat(central.calls("StartTransaction")).isEmpty();
    assertThat(shown().getJsonArray("holds")).isEmpty();
    String edited = held.getString("text").replace("\"T\"", "\"EDITED\"");
    done("release", new JsonObject().put("held", held.getLong("held")).put("text", edited));
    await().until(() -> station.transaction(1).isPresent());
    assertThat(central.calls("StartTransaction").get(0).payload().getString("idTag"))
        .isEqualTo("EDITED");
    assertThat(frames().encode()).contains("\"fate\":\"held\"").contains("\"fate\":\"edited\"");
    assertThat(act("release", new JsonObject().put("held", held.getLong("held"))).status())
        .isEqualTo(404);
  }

  @Test
  void shouldHoldAnAnswerOnItsWayBackAndEditIt() {
    done("hold", new JsonObject().put("direction", "in").put("action", "StartTransaction"));
    done("plug", none());
    done("tag", new JsonObject().put("tag", "T"));
    JsonObject held = onlyHeld();
    assertThat(held.getString("direction")).isEqualTo("in");
    JsonArray answer = new JsonArray(held.getString("text"));
    answer.getJsonObject(2).put("transactionId", 4711);
    done("release", new JsonObject().put("held", held.getLong("held")).put("frame", answer));
    await().until(() -> station.transaction(1).orElse("").equals("4711"));
  }

  @Test
  void shouldLoseAFrameThatIsHeld() {
    done("hold", new JsonObject().put("direction", "in").put("action", "ClearCache"));
    Future<JsonArray> answer = central.ask("CP%201", "ClearCache", none());
    done("discard", new JsonObject().put("held", onlyHeld().getLong("held")));
    assertThat(shown().getJsonArray("held")).isEmpty();
    assertThat(frames().encode()).contains("\"fate\":\"discarded\"");
    // The next one passes.
    assertThat(central.call("CP%201", "ClearCache", none()).getInteger(0)).isEqualTo(3);
    assertThat(answer.isComplete()).isFalse();
  }

  @Test
  void shouldHoldSoManyAndNoMore() {
    done("hold", new JsonObject().put("action", "DataTransfer").put("times", 2));
    done("hold", new JsonObject().put("action", "Heartbeat"));
    for (int i = 0; i < 3; i++) {
      station.send("[2,\"d" + i + "\",\"DataTransfer\",{}]");
    }
    await().until(() -> central.calls("DataTransfer").size() == 1);
    assertThat(central.calls("DataTransfer").get(0).messageId()).isEqualTo("d2");
    assertThat(shown().getJsonArray("held")).hasSize(2);
    assertThat(shown().getJsonArray("holds").encode()).contains("Heartbeat");
    done("unhold", none());
    assertThat(shown().getJsonArray("holds")).isEmpty();
  }

  @Test
  void shouldKeepOnlySoManyFrames() {
    for (int i = 0; i < 600; i++) {
      get(station.send("[2,\"f" + i + "\",\"DataTransfer\",{}]"));
    }
    get(station.send("[2,\"big\",\"DataTransfer\",{\"data\":\"" + "x".repeat(50_000) + "\"}]"));
    JsonArray kept = frames();
    assertThat(kept.size()).isLessThanOrEqualTo(500);
    JsonObject large =
        kept.stream()
            .map(JsonObject.class::cast)
            .filter(each -> each.getInteger("size") > 50_000)
            .findFirst()
            .orElseThrow();
    assertThat(large.getString("text")).hasSize(Frame.LONGEST_SHOWN);
  }

  @Test
  void shouldTakeCommandsAsJsonLinesAndAnswerEach() {
    Answer answer =
        send(
            HttpMethod.POST,
            "/lines",
            Map.of("Content-Type", "application/x-ndjson"),
            """
            {"station":"CP 1","do":"plug"}
            {"station":"CP 1","do":"plug"}
            no json

            {"station":"CP 9","do":"plug"}
            {"station":"CP 1","do":"tag","tag":"T"}
            """);
    assertThat(answer.status()).isEqualTo(200);
    List<JsonObject> lines = answer.text().lines().map(JsonObject::new).toList();
    assertThat(lines.stream().map(line -> line.getBoolean("ok")))
        .containsExactly(true, false, false, false, true);
    assertThat(lines.get(3).getString("error")).isEqualTo("there is no station CP 9");
    assertThat(lines.get(4).getString("result")).isEqualTo("Accepted");
  }

  @Test
  void shouldTellFramesAsTheyCome() {
    List<String> lines = new CopyOnWriteArrayList<>();
    RequestOptions options =
        new RequestOptions().setHost("127.0.0.1").setPort(port()).setURI("/frames?station=CP%201");
    options.putHeader("Authorization", "Bearer " + token.text());
    HttpClientResponse following =
        get(
            client
                .request(options)
                .compose(
                    request ->
                        request
                            .send()
                            .map(
                                response ->
                                    response.handler(
                                        part -> part.toString().lines().forEach(lines::add)))));
    get(station.send("[2,\"a\",\"DataTransfer\",{}]"));
    await().until(() -> lines.size() >= 2);
    assertThat(new JsonObject(lines.get(0)).getString("action")).isEqualTo("DataTransfer");
    assertThat(new JsonObject(lines.get(0)).getString("station")).isEqualTo("CP 1");
    get(following.request().connection().close());
  }

  @Test
  void shouldDriveAStationOf21() {
    get(second.start());
    await().until(second::accepted);
    JsonObject set = new JsonObject().put("name", "TxCtrlr.EVConnectionTimeOut").put("value", "5");
    Map<String, String> json = Map.of("Content-Type", "application/json");
    assertThat(send(HttpMethod.POST, "/stations/CS-2/set", json, set.encode()).status())
        .isEqualTo(200);
    assertThat(second.configuration("TxCtrlr.EVConnectionTimeOut")).contains("5");
    set.put("value", "many");
    assertThat(send(HttpMethod.POST, "/stations/CS-2/set", json, set.encode()).status())
        .isEqualTo(409);
    assertThat(look("/stations/CS-2/frames").text()).contains("BootNotification");
  }
}
