package io.galvan.central.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.central.command.CommandService.CommandRequest;
import io.galvan.contract.file.Files;
import io.galvan.platform.json.Mapper;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The images that are hosted for charging stations, and the updates they are told to make. */
class FirmwareFilesTest extends FilesFixture {
  private JsonNode firmware(byte[] image, String name) {
    return json(
        api(
            "POST",
            "/firmware?version=2.1&vendor=V&model=M&name=" + name,
            BodyPublishers.ofByteArray(image),
            "application/octet-stream"),
        201);
  }

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
}
