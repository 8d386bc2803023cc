package io.galvan.central.api;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.central.session.Secrets;
import io.galvan.contract.file.Files;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.NoticeKind;
import io.galvan.platform.json.Mapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files that charging stations are asked for and send, and the notices they give. */
class UploadFilesTest extends FilesFixture {
  private record Opened(int id, String url) {}

  private Opened upload(String kind) {
    JsonNode upload = json(post("/chargers/CP/uploads", Map.of("kind", kind)), 201);
    String request = told.get(told.size() - 1).request();
    JsonNode payload = Mapper.read(request, JsonNode.class);
    String url =
        kind.equals("Diagnostics")
            ? payload.get("location").asText()
            : payload.get("log").get("remoteLocation").asText();
    assertThat(upload.get("location").asText()).doesNotContain(url.substring(url.length() - 40));
    return new Opened(upload.get("id").asInt(), url);
  }

  private JsonNode stored(Opened upload) {
    return get("/uploads/" + upload.id());
  }

  private HttpResponse<byte[]> content(Opened upload) {
    return api("GET", "/uploads/" + upload.id() + "/content", BodyPublishers.noBody(), "x/y");
  }

  @ParameterizedTest
  @CsvSource({"PUT, false", "POST, false", "PUT, true", "POST, true"})
  void shouldTakeOneFileAndGiveItToTheOperator(String method, boolean chunked) {
    byte[] log = bytes(Files.CHUNK_BYTES + 5);
    Opened upload = upload("Diagnostics");
    assertThat(content(upload).statusCode()).isEqualTo(404);
    BodyPublisher body = chunked ? chunked(log) : BodyPublishers.ofByteArray(log);
    HttpResponse<byte[]> sent =
        send(request(upload.url() + "folder/my%20log.zip").method(method, body));
    assertThat(sent.statusCode()).as(new String(sent.body())).isEqualTo(200);
    JsonNode stored = stored(upload);
    assertThat(stored.get("state").asText()).isEqualTo("Uploaded");
    assertThat(stored.get("fileName").asText()).isEqualTo("my log.zip");
    assertThat(stored.get("sha256").asText()).isEqualTo(sha256(log));
    HttpResponse<byte[]> got = content(upload);
    assertThat(got.body()).isEqualTo(log);
    assertThat(got.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(got.headers().firstValue("Content-Disposition"))
        .hasValueSatisfying(it -> assertThat(it).startsWith("attachment; filename=\"my log.zip\""));
    HttpResponse<byte[]> second = send(request(upload.url()).PUT(BodyPublishers.ofByteArray(log)));
    assertThat(second.statusCode()).isEqualTo(409);
  }

  private static String basic(String password) {
    byte[] login = ("upload:" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(login);
  }

  @Test
  void shouldAskForThePasswordInTheUrl_TC_N_102() {
    json(post("/chargers/CP/uploads", Map.of("kind", "Diagnostics", "userInfo", true)), 201);
    String request = told.get(told.size() - 1).request();
    URI url = URI.create(Mapper.read(request, JsonNode.class).get("location").asText());
    String password = url.getUserInfo().replace("upload:", "");
    assertThat(Secrets.mask(request)).contains("upload:***@").doesNotContain(password);
    HttpResponse<byte[]> without =
        send(request(url.getPath() + "a.log").POST(BodyPublishers.ofByteArray(bytes(MOST))));
    assertThat(without.statusCode()).isEqualTo(401);
    assertThat(without.headers().firstValue("WWW-Authenticate"))
        .contains("Basic realm=\"uploads\"");
    for (String path : List.of(url.getPath(), "/uploads/99999999/")) {
      assertThat(
              send(request(path)
                      .header("Authorization", basic("x".repeat(43)))
                      .PUT(BodyPublishers.ofString("log")))
                  .statusCode())
          .as(path)
          .isEqualTo(401);
    }
    assertThat(
            send(request(url.getPath() + "a.log")
                    .header("Authorization", basic(password))
                    .POST(BodyPublishers.ofString("log")))
                .statusCode())
        .isEqualTo(200);
    JsonNode stored = get("/chargers/CP/uploads").get("items").get(0);
    assertThat(stored.get("state").asText()).isEqualTo("Uploaded");
    assertThat(stored.get("fileName").asText()).isEqualTo("a.log");
    assertThat(stored.get("location").asText()).contains("upload:***@");
  }

  @Test
  void shouldTakeTheFileOfAForm() {
    byte[] log = bytes(Files.CHUNK_BYTES + 9);
    Opened upload = upload("SecurityLog");
    String start =
        "--B\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n"
            + "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"/var/log/s.log\"\r\n"
            + "Content-Type: application/octet-stream\r\n\r\n";
    String end =
        "\r\n--B\r\nContent-Disposition: form-data; name=\"g\"; filename=\"other\"\r\n"
            + "Content-Type: application/octet-stream\r\n\r\nother\r\n--B--\r\n";
    BodyPublisher body =
        BodyPublishers.concat(
            BodyPublishers.ofString(start),
            BodyPublishers.ofByteArray(log),
            BodyPublishers.ofString(end));
    HttpResponse<byte[]> sent =
        send(
            request(upload.url())
                .header("Content-Type", "multipart/form-data; boundary=B")
                .POST(body));
    assertThat(sent.statusCode()).as(new String(sent.body())).isEqualTo(200);
    assertThat(stored(upload).get("sha256").asText()).isEqualTo(sha256(log));
    assertThat(stored(upload).get("fileName").asText()).isEqualTo("s.log");
    assertThat(content(upload).body()).isEqualTo(log);
  }

  @Test
  void shouldRefuseAFormWithoutAFileAndTakeABetterOne() {
    Opened upload = upload("Diagnostics");
    String form = "--B\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\nx\r\n--B--\r\n";
    for (String type : List.of("multipart/form-data; boundary=B", "multipart/form-data")) {
      HttpResponse<byte[]> sent =
          send(
              request(upload.url())
                  .header("Content-Type", type)
                  .POST(BodyPublishers.ofString(form)));
      assertThat(sent.statusCode()).as(type).isEqualTo(400);
    }
    HttpResponse<byte[]> empty = send(request(upload.url()).PUT(BodyPublishers.noBody()));
    assertThat(empty.statusCode()).isEqualTo(400);
    HttpResponse<byte[]> sent = send(request(upload.url()).PUT(BodyPublishers.ofString("log")));
    assertThat(sent.statusCode()).isEqualTo(200);
  }

  @Test
  void shouldStopAFileThatIsTooLongWhileItComes() {
    Opened upload = upload("Diagnostics");
    byte[] beyond = bytes(MOST + 1);
    assertThat(send(request(upload.url()).PUT(BodyPublishers.ofByteArray(beyond))).statusCode())
        .isEqualTo(413);
    assertThat(send(request(upload.url()).PUT(chunked(beyond))).statusCode()).isEqualTo(413);
    assertThat(send(request(upload.url()).PUT(chunked(bytes(MOST)))).statusCode()).isEqualTo(200);
  }

  @Test
  void shouldTakeAgainWhatBrokeOff() throws IOException {
    Opened upload = upload("Diagnostics");
    String path = URI.create(upload.url()).getPath();
    try (Socket socket = new Socket("127.0.0.1", api.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("PUT " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.write(bytes(600_000));
      out.flush();
      await().until(() -> stored(upload).get("state").asText().equals("Uploading"));
    }
    assertThat(stored(upload).get("state").asText()).isEqualTo("Uploading");
    assertThat(send(request(upload.url()).PUT(BodyPublishers.ofString("log"))).statusCode())
        .isEqualTo(200);
    assertThat(content(upload).body()).isEqualTo("log".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldSayContinueOnlyToThoseWhoMay() throws IOException {
    Opened upload = upload("DiagnosticsLog");
    String path = URI.create(upload.url()).getPath();
    assertThat(firstLine(path)).isEqualTo("HTTP/1.1 100 Continue");
    String wrong = path.replaceFirst("-.{43}", "-" + "x".repeat(43));
    assertThat(firstLine(wrong)).isEqualTo("HTTP/1.1 404 Not Found");
  }

  private String firstLine(String path) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", api.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              ("PUT "
                      + path
                      + " HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n"
                      + "Expect: 100-continue\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return new java.io.BufferedReader(
              new java.io.InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }

  @Test
  void shouldKnowNoOtherUrlsAndMethods() {
    Opened upload = upload("Diagnostics");
    assertThat(send(request(upload.url()).GET()).statusCode()).isEqualTo(405);
    for (String path : List.of("/uploads/", "/uploads/abc", "/uploads/1-short/x")) {
      assertThat(send(request(path).PUT(BodyPublishers.ofString("x"))).statusCode()).isEqualTo(404);
    }
    JsonNode refused = json(post("/chargers/REFUSING/uploads", Map.of("kind", "Diagnostics")), 201);
    assertThat(refused.get("state").asText()).isEqualTo("Refused");
    String location =
        Mapper.read(told.get(told.size() - 1).request(), JsonNode.class).get("location").asText();
    assertThat(send(request(location).PUT(BodyPublishers.ofString("x"))).statusCode())
        .isEqualTo(410);
  }

  @Test
  void shouldSayWhichFieldOfAnUploadIsWrong() {
    String path = "/chargers/CP/uploads";
    json(post(path, Map.of("kind", "Diagnostics", "secure", true)), 400);
    json(post(path, Map.of("kind", "DataCollectorLog")), 400);
    json(post(path, Map.of("kind", "DataCollectorLog", "location", "ftp://h/x")), 400);
    json(post(path, Map.of("kind", "Diagnostics", "location", "ftp://h/x", "secure", true)), 400);
    json(post(path, Map.of("kind", "Diagnostics", "location", "http://h", "userInfo", true)), 400);
  }

  @Test
  void shouldPassOtherLocationsOn() {
    JsonNode upload =
        json(
            post(
                "/chargers/OTHER/uploads",
                Map.of(
                    "kind",
                    "SecurityLog",
                    "location",
                    "sftp://vendor/logs",
                    "from",
                    "2026-01-01T00:00:00Z",
                    "retries",
                    2)),
            201);
    JsonNode payload = Mapper.read(told.get(told.size() - 1).request(), JsonNode.class);
    assertThat(payload.get("log").get("remoteLocation").asText()).isEqualTo("sftp://vendor/logs");
    assertThat(payload.get("log").get("oldestTimestamp").asText()).startsWith("2026-01-01T00:00");
    assertThat(payload.get("retries").asInt()).isEqualTo(2);
    assertThat(upload.get("requestId")).isEqualTo(payload.get("requestId"));
    assertThat(get("/chargers/OTHER/uploads").get("items")).containsExactly(upload);
  }

  @Test
  void shouldKeepSecretsOutOfCommandsAndLogs() {
    Opened upload = upload("Diagnostics");
    assertThat(get("/chargers/CP/commands?limit=500").toString())
        .contains("/uploads/" + upload.id() + "-***/")
        .doesNotContain(upload.url());
    assertThat(Secrets.mask("[2,\"1\",\"GetDiagnostics\",{\"location\":\"" + upload.url() + "\"}]"))
        .isEqualTo(
            "[2,\"1\",\"GetDiagnostics\",{\"location\":\""
                + site()
                + "/uploads/"
                + upload.id()
                + "-***/\"}]");
    assertThat(Secrets.mask("{\"location\":\"ftp://u:p%20w@host/a\",\"b\":\"x@y\"}"))
        .isEqualTo("{\"location\":\"ftp://u:***@host/a\",\"b\":\"x@y\"}");
  }

  @Test
  void shouldListNoticesAndSecurityEvents() {
    for (NoticeKind kind : NoticeKind.values()) {
      await(
          bus.request(
              Chargers.NOTICE, new Chargers.Notice("OTHER", kind, "V-" + kind, 5, "d", null)));
    }
    assertThat(get("/chargers/OTHER/notices").get("items")).hasSize(NoticeKind.values().length);
    JsonNode one = get("/chargers/OTHER/notices?kind=LogStatus").get("items");
    assertThat(one).hasSize(1);
    assertThat(one.get(0).get("value").asText()).isEqualTo("V-LogStatus");
    assertThat(one.get(0).get("requestId").asInt()).isEqualTo(5);
    assertThat(get("/security-events").get("items")).hasSize(1);
    assertThat(get("/security-events?chargerId=CP").get("items")).isEmpty();
    assertThat(get("/security-events?from=2099-01-01T00:00:00Z").get("items")).isEmpty();
  }
}
