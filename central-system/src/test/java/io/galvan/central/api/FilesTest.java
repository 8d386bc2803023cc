package io.galvan.central.api;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.auth.AuthVerticle;
import io.galvan.auth.FirstAdmin;
import io.galvan.central.command.CommandService.CommandRequest;
import io.galvan.central.command.CommandService.Outcome;
import io.galvan.central.session.Secrets;
import io.galvan.charger.ChargerVerticle;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Chargers;
import io.galvan.platform.contract.Chargers.NoticeKind;
import io.galvan.platform.contract.Commands;
import io.galvan.platform.contract.Commands.CloseCommand;
import io.galvan.platform.contract.Commands.CommandSent;
import io.galvan.platform.contract.Commands.CommandState;
import io.galvan.platform.contract.Files;
import io.galvan.platform.json.Mapper;
import io.galvan.platform.testing.TestPlatform;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Firmware and uploads over real HTTP; a charging station accepts whatever it is told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilesTest {
  private static final int MOST = 2 * 1_048_576;

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.of(vertx);
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicReference<FirstAdmin> admin = new AtomicReference<>();
  private final List<CommandRequest> told = new CopyOnWriteArrayList<>();
  private ApiVerticle api;
  private String token = "";

  private Future<Outcome> execute(CommandRequest request) {
    told.add(request);
    return bus.request(
            Commands.OPEN,
            new Commands.OpenCommand(
                request.chargerId(),
                request.action(),
                null,
                Secrets.mask(request.request()),
                request.requestedBy(),
                null))
        .compose(
            opened ->
                bus.request(
                        Commands.SENT,
                        new CommandSent(opened.command().id(), Clock.systemUTC().instant()))
                    .compose(
                        sent ->
                            bus.request(
                                Commands.CLOSE,
                                new CloseCommand(
                                    opened.command().id(),
                                    switch (request.chargerId()) {
                                      case "REFUSING" -> CommandState.Rejected;
                                      case "LOST" -> CommandState.Failed;
                                      default -> CommandState.Accepted;
                                    },
                                    null,
                                    "{}",
                                    null,
                                    null))))
        .map(Outcome::new);
  }

  @BeforeAll
  void start() {
    Platform base = TestPlatform.create(TestPlatform.clock(), Map.of("GALVAN_MAX_FILE_MB", "2"));
    Platform platform =
        new Platform(
            base.settings(), Clock.systemUTC(), base.database(), new SimpleMeterRegistry());
    TestPlatform.standInForSubscribers(vertx);
    await(vertx.deployVerticle(new AuthVerticle(platform, admin::set)));
    await(vertx.deployVerticle(new ChargerVerticle(platform)));
    api = new ApiVerticle(platform, this::execute);
    await(vertx.deployVerticle(api));
    token =
        json(
                post(
                    "/sessions",
                    Map.of("email", admin.get().email(), "password", admin.get().password())),
                200)
            .get("token")
            .asText();
    for (String id : List.of("CP", "REFUSING", "OTHER", "LOST")) {
      Map<String, Object> charger =
          Map.of("id", id, "registration", "Accepted", "strict", false, "defaultVersion", "V1_6");
      json(post("/chargers", charger), 201);
    }
  }

  @AfterAll
  void stop() {
    await(vertx.close());
  }

  private String site() {
    return "http://127.0.0.1:" + api.port();
  }

  private HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(url.startsWith("http") ? url : site() + url));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private HttpResponse<byte[]> api(String method, String path, BodyPublisher body, String type) {
    return send(
        request("/api/v1" + path)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", type)
            .method(method, body));
  }

  private HttpResponse<byte[]> post(String path, Object body) {
    return api("POST", path, BodyPublishers.ofString(Mapper.write(body)), "application/json");
  }

  private JsonNode get(String path) {
    return json(api("GET", path, BodyPublishers.noBody(), "application/json"), 200);
  }

  private static JsonNode json(HttpResponse<byte[]> response, int status) {
    String text = new String(response.body(), StandardCharsets.UTF_8);
    assertThat(response.statusCode()).as(text).isEqualTo(status);
    return Mapper.read(text, JsonNode.class);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** A body of unknown length: sent chunked. */
  private static BodyPublisher chunked(byte[] bytes) {
    return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
  }

  private JsonNode firmware(byte[] image, String name) {
    return json(
        api(
            "POST",
            "/firmware?version=2.1&vendor=V&model=M&name=" + name,
            BodyPublishers.ofByteArray(image),
            "application/octet-stream"),
        201);
  }

  // Firmware.

  @Test
  void shouldHostAnImageForEveryoneWhoKnowsItsUrl() {
    byte[] image = bytes(Files.CHUNK_BYTES * 2 + 77);
    JsonNode firmware = firmware(image, "fw%20%C3%A9.bin");
    assertThat(firmware.get("size").asLong()).isEqualTo(image.length);
    assertThat(firmware.get("sha256").asText()).isEqualTo(sha256(image));
    assertThat(firmware.get("name").asText()).isEqualTo("fw é.bin");
    assertThat(firmware.get("url").asText())
        .isEqualTo(site() + "/files/firmware/" + firmware.get("id").asText() + "/fw%20%C3%A9.bin");
    HttpResponse<byte[]> got = send(request(firmware.get("url").asText()).GET());
    assertThat(got.statusCode()).isEqualTo(200);
    assertThat(got.body()).isEqualTo(image);
    assertThat(got.headers().firstValueAsLong("Content-Length")).hasValue(image.length);
    assertThat(got.headers().firstValue("ETag")).contains("\"" + sha256(image) + "\"");
    assertThat(got.headers().firstValue("Accept-Ranges")).contains("bytes");
    assertThat(got.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(got.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"fw _.bin\"; filename*=UTF-8''fw%20%C3%A9.bin");
    assertThat(get("/firmware").get("items")).contains(firmware);
    assertThat(get("/firmware/" + firmware.get("id").asText())).isEqualTo(firmware);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=524287-524288, 524287, 524288",
    "bytes=600000-, 600000, 1048653",
    "bytes=-10, 1048644, 1048653",
    "bytes=-9999999, 0, 1048653",
    "bytes=1048653-9999999, 1048653, 1048653",
  })
  void shouldSendTheRangeThatIsAskedFor(String range, int first, int last) {
    byte[] image = bytes(Files.CHUNK_BYTES * 2 + 78);
    String url = firmware(image, "range.bin").get("url").asText();
    HttpResponse<byte[]> got = send(request(url).header("Range", range).GET());
    assertThat(got.statusCode()).isEqualTo(206);
    assertThat(got.headers().firstValue("Content-Range"))
        .contains("bytes " + first + "-" + last + "/" + image.length);
    assertThat(got.body()).isEqualTo(Arrays.copyOfRange(image, first, last + 1));
  }

  @Test
  void shouldTellHowToAskForAnotherRangeAndSendAllWhereARangeMeansNothing() {
    byte[] image = bytes(1_000);
    String url = firmware(image, "small.bin").get("url").asText();
    for (String beyond : List.of("bytes=1000-", "bytes=-0")) {
      HttpResponse<byte[]> got = send(request(url).header("Range", beyond).GET());
      assertThat(got.statusCode()).isEqualTo(416);
      assertThat(got.headers().firstValue("Content-Range")).contains("bytes */1000");
    }
    for (String other : List.of("bytes=5-4", "bytes=0-1,3-4", "lines=1-2", "bytes=-")) {
      assertThat(send(request(url).header("Range", other).GET()).body()).isEqualTo(image);
    }
    String tag = "\"" + sha256(image) + "\"";
    HttpRequest.Builder changed = request(url).header("Range", "bytes=0-1");
    assertThat(send(changed.copy().header("If-Range", "\"old\"").GET()).body()).hasSize(1_000);
    assertThat(send(changed.copy().header("If-Range", tag).GET()).body()).hasSize(2);
    assertThat(send(request(url).header("If-None-Match", tag).GET()).statusCode()).isEqualTo(304);
    HttpResponse<byte[]> head = send(request(url).method("HEAD", BodyPublishers.noBody()));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(1_000);
    assertThat(send(request(url).header("Accept-Encoding", "gzip").GET()).body()).isEqualTo(image);
    assertThat(send(request(url).POST(BodyPublishers.noBody())).statusCode()).isEqualTo(405);
  }

  @Test
  void shouldForgetADeletedImage() {
    JsonNode firmware = firmware(bytes(10), "gone.bin");
    String path = "/firmware/" + firmware.get("id").asText();
    assertThat(api("DELETE", path, BodyPublishers.noBody(), "x/y").statusCode()).isEqualTo(204);
    assertThat(send(request(firmware.get("url").asText()).GET()).statusCode()).isEqualTo(404);
    assertThat(api("DELETE", path, BodyPublishers.noBody(), "x/y").statusCode()).isEqualTo(404);
    assertThat(send(request("/files/firmware/x/y").GET()).statusCode()).isEqualTo(404);
  }

  @Test
  void shouldRefuseImagesThatAreTooLongOrNotImages() {
    String octets = "application/octet-stream";
    BodyPublisher most = BodyPublishers.ofByteArray(bytes(MOST));
    json(api("POST", "/firmware?name=most", most, octets), 201);
    BodyPublisher beyond = BodyPublishers.ofByteArray(bytes(MOST + 1));
    json(api("POST", "/firmware?name=beyond", beyond, octets), 413);
    json(api("POST", "/firmware?name=beyond", chunked(bytes(MOST + 1)), octets), 413);
    json(api("POST", "/firmware?name=empty", BodyPublishers.noBody(), octets), 400);
    json(api("POST", "/firmware", BodyPublishers.ofByteArray(bytes(9)), octets), 400);
    BodyPublisher form = BodyPublishers.ofByteArray(bytes(9));
    json(api("POST", "/firmware?name=f", form, "application/x-www-form-urlencoded"), 415);
    HttpResponse<byte[]> stranger =
        send(
            request("/api/v1/firmware?name=x")
                .header("Content-Type", octets)
                .POST(BodyPublishers.ofByteArray(bytes(1_500_000))));
    assertThat(stranger.statusCode()).isEqualTo(401);
  }

  @Test
  void shouldAskForAPlainUpdateWithOurImage() {
    JsonNode firmware = firmware(bytes(10), "plain.bin");
    JsonNode update =
        json(
            post(
                "/chargers/CP/firmware-updates",
                Map.of(
                    "firmwareId",
                    firmware.get("id").asText(),
                    "retrieveAt",
                    "2030-01-01T00:00:00Z",
                    "retries",
                    3,
                    "retryIntervalS",
                    60)),
            201);
    CommandRequest command = told.get(told.size() - 1);
    assertThat(command.action()).isEqualTo("UpdateFirmware");
    JsonNode payload = Mapper.read(command.request(), JsonNode.class);
    assertThat(payload.get("location")).isEqualTo(firmware.get("url"));
    assertThat(payload.get("retries").asInt()).isEqualTo(3);
    assertThat(payload.get("retryInterval").asInt()).isEqualTo(60);
    assertThat(payload.get("retrieveDate").asText()).startsWith("2030-01-01T00:00:00");
    assertThat(update.get("firmwareId")).isEqualTo(firmware.get("id"));
    assertThat(update.get("state").asText()).isEqualTo("Requested");
    assertThat(update.get("signed").asBoolean()).isFalse();
    assertThat(get("/chargers/CP/firmware-updates?limit=1").get("items").get(0)).isEqualTo(update);
  }

  @Test
  void shouldAskForASignedUpdateWithALocationAsGiven() {
    String location = "ftps://user:secret@vendor/fw";
    JsonNode update =
        json(
            post(
                "/chargers/CP/firmware-updates",
                Map.of(
                    "location", location, "signature", "no base64", "signingCertificate", "PEM")),
            201);
    CommandRequest command = told.get(told.size() - 1);
    JsonNode payload = Mapper.read(command.request(), JsonNode.class);
    assertThat(command.action()).isEqualTo("SignedUpdateFirmware");
    assertThat(payload.get("firmware").get("location").asText()).isEqualTo(location);
    assertThat(payload.get("firmware").get("signature").asText()).isEqualTo("no base64");
    assertThat(update.get("requestId")).isEqualTo(payload.get("requestId"));
    assertThat(update.get("location").asText()).isEqualTo("ftps://user:***@vendor/fw");
    JsonNode refused =
        json(post("/chargers/REFUSING/firmware-updates", Map.of("location", "x")), 201);
    assertThat(refused.get("state").asText()).isEqualTo("Refused");
  }

  @Test
  void shouldSayWhichFieldOfAnUpdateIsWrong() {
    String path = "/chargers/CP/firmware-updates";
    json(post(path, Map.of()), 400);
    json(post(path, Map.of("firmwareId", "x", "location", "y")), 400);
    json(post(path, Map.of("firmwareId", "x")), 404);
    json(post(path, Map.of("location", "y", "signature", "s")), 400);
    json(post(path, Map.of("location", "y", "installAt", "2030-01-01T00:00:00Z")), 400);
    json(
        post(
            path, Map.of("location", "y".repeat(513), "signature", "s", "signingCertificate", "c")),
        400);
    json(post("/chargers/nobody/firmware-updates", Map.of("location", "y")), 404);
  }

  @Test
  void shouldSayThatAStationWasNotReached() {
    json(post("/chargers/LOST/firmware-updates", Map.of("location", "y")), 409);
    json(post("/chargers/LOST/uploads", Map.of("kind", "Diagnostics")), 409);
    json(post("/chargers/LOST/uploads", Map.of("kind", "SecurityLog", "location", "x")), 409);
  }

  // Uploads.

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
  void shouldSayWhichFieldOfAnUploadIsWrong() {
    String path = "/chargers/CP/uploads";
    json(post(path, Map.of("kind", "Diagnostics", "secure", true)), 400);
    json(post(path, Map.of("kind", "DataCollectorLog")), 400);
    json(post(path, Map.of("kind", "DataCollectorLog", "location", "ftp://h/x")), 400);
    json(post(path, Map.of("kind", "Diagnostics", "location", "ftp://h/x", "secure", true)), 400);
    json(post(path, Map.of("kind", "Diagnostics", "location", "http://h", "userInfo", true)), 400);
  }

  @Test
  void shouldTakeTheFileOfAForm() {
    byte[] log = bytes(Files.CHUNK_BYTES + 9);
    Opened upload = upload("SecurityLog");
    String start =
        "--B\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n"
            + "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"C:\\logs\\s.log\"\r\n"
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

  // Notices.

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
