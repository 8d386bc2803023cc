package io.galvan.simulator.cli;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.simulator.ScriptedCentral;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In every command an exit code means the same. */
class ExitCodesTest {
  private static final String DAY =
      "--day 2026-07-01 --length 2h --speed 3600 -n 10 --site public --transport ws";

  private final Vertx vertx = Vertx.vertx();
  private final ScriptedCentral central = new ScriptedCentral(vertx);

  @TempDir Path folder;

  @BeforeEach
  void listen() {
    get(central.listen());
  }

  @AfterEach
  void close() {
    get(vertx.close());
  }

  private Program run(String url, String line) throws IOException {
    List<String> words = new ArrayList<>(List.of(line.split(" ")));
    words.replaceAll(
        word ->
            switch (word) {
              case "GOOD" -> file("good.yaml", "steps:\n  - connect\n  - boot: Accepted\n");
              case "BAD" -> file("bad.yaml", "steps:\n  - connect\n  - boot: Rejected\n");
              case "RECORDED" -> file("log.ndjson", recording("status", "Accepted"));
              case "OTHERWISE" -> file("other.ndjson", recording("status", "Rejected"));
              case "DAY" -> DAY;
              default -> word;
            });
    List<String> all = new ArrayList<>();
    words.forEach(word -> all.addAll(word.equals(DAY) ? List.of(DAY.split(" ")) : List.of(word)));
    all.addAll(List.of("--url", url));
    return Program.run(all.toArray(String[]::new));
  }

  private String file(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text).toString();
    } catch (IOException full) {
      throw new IllegalStateException(full);
    }
  }

  private static String recording(String field, String value) {
    return new JsonObject()
        .put("at", "2026-03-01T00:00:00Z")
        .put("caller", "Charger")
        .put(
            "request",
            new JsonArray(
                "[2,\"a\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\"}]"))
        .put("response", new JsonArray().add(3).add("a").add(new JsonObject().put(field, value)))
        .encode();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "station",
        "station --duration 1s --drive",
        "fleet --transport ws -n 1 --length 30m --speed 3600",
        "chaos --transport ws -n 1 --length 30m --speed 3600",
        "scenario GOOD",
        "load -n 1 --calls 9",
        "replay RECORDED --speed max"
      })
  void shouldBe0WhenAllIsAsExpected(String line) throws Exception {
    Program program = run(central.url(), line);
    assertThat(program.code()).as(program.out() + program.err()).isZero();
    assertThat(program.err()).isEmpty();
  }

  /** An API without any transaction. */
  private HttpServer api() {
    return get(
        vertx
            .createHttpServer()
            .requestHandler(request -> request.response().end("{\"items\":[]}"))
            .listen(0, "127.0.0.1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fleet DAY --verify --token T",
        "chaos DAY --verify --token T --drop-every 0s --half-open-every 0s",
        "scenario BAD",
        "replay OTHERWISE --speed max"
      })
  void shouldBe1WhenSomethingDiffers(String line) throws Exception {
    String api = line.contains("--verify") ? " --api http://127.0.0.1:" + api().actualPort() : "";
    Program program = run(central.url(), line + api);
    assertThat(program.code()).as(program.out() + program.err()).isEqualTo(1);
    assertThat(program.out()).containsAnyOf("lost: SIM-0", "FAILED", "recorded Rejected");
  }

  @Test
  void shouldBe1WhenAFleetWasComparedOfWhichNothingChargedOrStationsStayedPending()
      throws Exception {
    List<String> pending = new CopyOnWriteArrayList<>();
    central.answer(
        "BootNotification",
        call -> {
          if (pending.isEmpty()) {
            pending.add(call.station());
          }
          return new JsonObject()
              .put("status", pending.contains(call.station()) ? "Pending" : "Accepted")
              .put("currentTime", "2026-01-01T00:00:00Z")
              .put("interval", 300);
        });
    String line =
        "fleet --transport ws -n 2 --day 2026-07-01 --site workplace --length 15m --speed 3600 --wait 3s";
    Program program =
        run(
            central.url(),
            line + " --verify --token T --api http://127.0.0.1:" + api().actualPort());
    assertThat(program.out())
        .as(program.err())
        .contains(
            "equal", "1 stations, which charged nothing", "--register", "nothing was charged");
    assertThat(program.code()).isEqualTo(1);
    pending.clear();
    Program unverified = run(central.url(), line);
    assertThat(unverified.out()).contains("1 stations, which charged nothing: accept them");
  }

  @Test
  void shouldBe1WhenALineOfAScriptCannotBeDone() {
    Program program =
        Program.script("plug\nplug\nunplugg\nquit\n", "station", "--url", central.url());
    assertThat(program.code()).isEqualTo(1);
    assertThat(program.out())
        .contains("no: a vehicle is plugged in already")
        .contains("there is no 'unplugg'; help shows what there is; did you mean unplug?");
  }

  @Test
  void shouldBe1WhenALoadLosesAnAnswer() throws Exception {
    central.answerFrame("Heartbeat", call -> null);
    Program program = run(central.url(), "load -n 1 --mix heartbeat --calls 9 --timeout 300ms");
    assertThat(program.code()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flet | Did you mean: charger-simulator fleet?",
        "station --tempate AC22 | --template",
        "station --template AC23 | did you mean AC22?",
        "station --quirk truncated-jsn | did you mean truncated-json?",
        "station --ocpp 1.7 | there is no version 1.7 of OCPP; there are 1.6, 2.0.1 and 2.1",
        "station --ca /no/such.pem | --ca: there is no file /no/such.pem",
        "station --url http://host | --url must be like ws://host:9000/ocpp",
        "fleet --day tomorrow | could not be parsed",
        "fleet --site pubic | expected one of [WORKPLACE, HOME, PUBLIC]",
        "fleet --html /no/folder/day.html | no report can be written to /no/folder/day.html",
        "fleet --verify | --user and --user-password, or --token",
        "chaos --quirk reordered | there is no quirk reordered",
        "scenario | Missing required parameter: 'FILE'",
        "scenario /no/such.yaml | /no/such.yaml",
        "load --mix sesion | did you mean session?",
        "load --url ws://192.0.2.1:9000/ocpp | --allow-remote",
        "load --json /no/folder/load.json | no report can be written",
        "replay /no/such.ndjson | there is no file /no/such.ndjson",
        "replay --speed 0 pom.xml | --speed must be above 0 or max",
        "replay pom.xml | pom.xml, line 1: no JSON object"
      })
  void shouldBe2AndSayWhyInALineOrTwo(String line, String told) {
    List<String> words = new ArrayList<>(List.of(line.split(" ")));
    if (words.get(0).equals("replay")) {
      words.addAll(List.of("--url", central.url()));
    } else if (line.equals("fleet --verify")) {
      words.addAll(List.of("--url", central.url(), "--transport", "ws"));
    }
    Program program = Program.run(words.toArray(String[]::new));
    assertThat(program.code()).as(program.err()).isEqualTo(2);
    assertThat(program.err()).startsWith("charger-simulator: ").contains(told);
    assertThat(program.err().lines()).hasSizeLessThanOrEqualTo(3);
    assertThat(program.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "station --wait 100ms",
        "station --wait 100ms --transport mqtt",
        "station --wait 100ms --duration 1h --drive",
        "fleet --wait 0s",
        "fleet --wait 0s --lively --transport mqtt",
        "chaos --wait 0s",
        "scenario --wait 0s GOOD",
        "load --wait 0s",
        "load --wait 0s --transport mqtt",
        "replay --wait 0s RECORDED"
      })
  void shouldBe3WhenNobodyListens(String line) throws Exception {
    int closed = Program.closedPort();
    Program program =
        run("ws://127.0.0.1:" + closed + "/ocpp", line + " --mqtt 127.0.0.1:" + closed);
    assertThat(program.code()).as(program.err()).isEqualTo(3);
    assertThat(program.err())
        .isEqualToIgnoringNewLines(
            "charger-simulator: nobody listens at 127.0.0.1:%d (connection refused)"
                .formatted(closed));
  }

  @Test
  void shouldBe3WhenTheApiIsAbsent() throws Exception {
    Program program =
        run(
            central.url(),
            "fleet DAY --verify --token T --api http://127.0.0.1:" + Program.closedPort());
    assertThat(program.code()).isEqualTo(3);
    assertThat(program.err())
        .contains("the API at http://127.0.0.1:")
        .contains("cannot be reached");
  }

  @Test
  void shouldNotWaitWhenItIsToldSo() {
    Program program =
        Program.script(
            "show\n",
            "station",
            "--wait",
            "0s",
            "--url",
            "ws://127.0.0.1:" + Program.closedPort() + "/ocpp");
    assertThat(program.code()).isZero();
    assertThat(program.out()).contains("CP-1: offline");
  }
}
