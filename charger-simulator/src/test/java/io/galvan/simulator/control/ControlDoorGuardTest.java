package io.galvan.simulator.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the control door refuses: foreign pages, other machines, what makes no sense. */
class ControlDoorGuardTest extends ControlDoorFixture {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // What a foreign page in a browser on this machine could try.
        "Host           | evil.example            | 421",
        "Host           | evil.example:PORT       | 421",
        "Origin         | http://evil.example     | 403",
        "Origin         | null                    | 403",
        "Origin         | http://127.0.0.1:1      | 403",
        "Origin         | https://127.0.0.1:PORT  | 403",
        "Sec-Fetch-Site | cross-site              | 403",
        "Sec-Fetch-Site | same-site               | 403",
        "Sec-Fetch-Site | none                    | 403",
        "Content-Type   | text/plain              | 415",
        "Content-Type   | application/x-www-form-urlencoded | 415",
        "Content-Type   | multipart/form-data; boundary=x | 415",
        "Content-Type   | text/plain;application/json | 415",
      })
  void shouldNotBeDrivenByAForeignPage(String name, String value, int status) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put(name, value.replace("PORT", Integer.toString(port())));
    Answer answer = send(HttpMethod.POST, "/stations/CP%201/fault", headers, "{}");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers()).doesNotContainKey("Access-Control-Allow-Origin");
    assertThat(station.state(1).name()).isEqualTo("Available");
    if (!name.equals("Content-Type") && !value.equals("none")) {
      assertThat(send(HttpMethod.GET, "/stations", headers, "").status()).isEqualTo(status);
    }
    assertThat(send(HttpMethod.OPTIONS, "/stations/CP%201/fault", headers, "").status())
        .isGreaterThanOrEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer wrong", "Basic dG9rZW46"})
  void shouldNotBeDrivenByWhoDoesNotKnowItsToken(String shown) {
    Map<String, String> headers = Map.of("Authorization", shown);
    for (String place : List.of("/stations", "/stations/CP%201", "/frames", "/nowhere")) {
      Answer answer = send(HttpMethod.GET, place, headers, "");
      assertThat(answer.status()).as(place).isEqualTo(401);
      assertThat(answer.headers()).containsEntry("WWW-Authenticate", "Bearer");
      assertThat(answer.text()).doesNotContain("CP 1", token.text());
    }
    assertThat(send(HttpMethod.POST, "/stations/CP%201/fault", headers, "{}").status())
        .isEqualTo(401);
    assertThat(send(HttpMethod.POST, "/lines", headers, "").status()).isEqualTo(401);
    assertThat(station.state(1).name()).isEqualTo("Available");
    assertThat(send(HttpMethod.GET, "/control.js", headers, "").text())
        .doesNotContain(token.text());
  }

  @Test
  void shouldKeepItsTokenWhereOnlyItsOwnerReadsIt(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("new").resolve("control.token");
    token.keep(file);
    assertThat(file).content().isEqualTo(token.text() + "\n");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(folder.resolve("new")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    ControlToken.random().keep(file);
    assertThat(Files.readString(file)).isNotEqualTo(token.text() + "\n");
  }

  @Test
  void shouldLetItsOwnPageIn() {
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            "application/json; charset=utf-8",
            "Host",
            "localhost:" + port(),
            "Origin",
            "http://localhost:" + port(),
            "Sec-Fetch-Site",
            "same-origin");
    assertThat(send(HttpMethod.POST, "/stations/CP%201/fault", headers, "{}").status())
        .isEqualTo(200);
    assertThat(send(HttpMethod.GET, "/", Map.of("Sec-Fetch-Site", "none"), "").text())
        .contains("<title>Simulated stations</title>")
        .doesNotContain("onclick=", "<script>", "style=");
    for (String file : List.of("/", "/control.js", "/control.css")) {
      Answer answer = look(file);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.headers().get("Content-Security-Policy"))
          .contains("default-src 'none'", "frame-ancestors 'none'");
      assertThat(answer.headers()).containsEntry("X-Content-Type-Options", "nosniff");
    }
    assertThat(look("/control.js").text()).doesNotContain("innerHTML", "http:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plug    | {\"connector\":3}           | 400 | there is no connector 3",
        "plug    | {\"connector\":1.5}         | 400 | must be a whole number",
        "plug    | {\"conector\":1}            | 400 | there is no field 'conector'",
        "plug    | {\"socPercent\":101}        | 400 | 0 to 100 %",
        "plug    | [1]                         | 400 | no JSON object",
        "plug    | {                           | 400 | no JSON object",
        "unplug  | {}                          | 200 | true",
        "tag     | {}                          | 400 | 'tag' is needed",
        "fly     | {}                          | 404 | there is no action 'fly'",
        "set     | {\"name\":\"Nothing\",\"value\":\"1\"} | 409 | Nothing",
        "set     | {\"name\":\"HeartbeatInterval\",\"value\":\"soon\"} | 409 | soon",
        "hold    | {\"direction\":\"up\"}       | 400 | in, out or both",
        "hold    | {\"times\":0}               | 400 | 1 to 1000",
        "release | {\"held\":7}                | 404 | no frame 7 is held",
        "send    | {\"frame\":7}               | 400 | must be an array",
        "send    | {}                          | 400 | 'text' is needed",
      })
  void shouldRefuseWhatMakesNoSense(String name, String body, int status, String message) {
    Answer answer =
        send(
            HttpMethod.POST,
            "/stations/CP%201/" + name,
            Map.of("Content-Type", "application/json"),
            body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.text()).contains(message);
  }

  @Test
  void shouldRefuseUnknownPlacesAndLargeBodies() {
    assertThat(look("/nowhere").status()).isEqualTo(404);
    assertThat(look("/stations/CP-9").status()).isEqualTo(404);
    assertThat(look("/stations/%zz").status()).isEqualTo(400);
    assertThat(look("/stations?from=x").status()).isEqualTo(400);
    assertThat(send(HttpMethod.PUT, "/stations", Map.of(), "").status()).isEqualTo(405);
    String large = "{\"text\":\"" + "x".repeat(1 << 20) + "\"}";
    assertThat(
            send(
                    HttpMethod.POST,
                    "/stations/CP%201/send",
                    Map.of("Content-Type", "application/json"),
                    large)
                .status())
        .isEqualTo(413);
  }

  @Test
  void shouldListenOnTheLoopbackInterfaceOnly() {
    Future<NetSocket> other = vertx.createNetClient().connect(port(), "127.0.0.2");
    await().until(other::isComplete);
    assertThat(other.failed()).isTrue();
  }
}
