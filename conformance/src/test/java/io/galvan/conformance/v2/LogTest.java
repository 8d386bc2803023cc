package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import io.galvan.conformance.LogUpload;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** N, diagnostics: logs. */
@OverEveryTransport
class LogTest extends Suite2 {
  private static final String CONTENT = "2026-01-01 nothing happened\n";

  private CompletableFuture<JsonNode> asks(String kind) {
    return operator.later(
        () -> operator.post("/chargers/" + id + "/uploads", Json.of("{'kind':'%s'}", kind)));
  }

  /** Answers GetLog; gives its payload. */
  private JsonNode answers(CompletableFuture<JsonNode> asked, String kind, String status) {
    JsonNode request = expect("GetLog", asked);
    assertThat(request.get("logType").asText()).isEqualTo(kind);
    assertThat(request.get("requestId").asInt()).isNotNegative();
    assertThat(request.at("/log/remoteLocation").asText()).startsWith("http://");
    station.answer(
        Json.of("{'status':'%s'%s}", status, status.equals("Rejected") ? "" : ",'filename':'log'"));
    return request;
  }

  private void status(JsonNode request, String status) {
    assertThat(
            station.call(
                "LogStatusNotification",
                "{'status':'%s','requestId':%d}",
                status,
                request.get("requestId").asInt()))
        .isEmpty();
  }

  private void uploads(JsonNode request) {
    status(request, "Uploading");
    assertThat(LogUpload.post(request.at("/log/remoteLocation").asText(), CONTENT)).endsWith(200);
    status(request, "Uploaded");
  }

  private void assertState(JsonNode upload, String state, String status) {
    JsonNode seen = operator.get("/uploads/" + upload.get("id").asInt());
    assertThat(seen.get("state").asText()).isEqualTo(state);
    assertThat(seen.path("status").asText()).isEqualTo(status);
  }

  /** The operator fetches what was uploaded. */
  private void assertFetched(JsonNode upload) {
    assertThat(operator.text("/uploads/" + upload.get("id").asInt() + "/content"))
        .isEqualTo(CONTENT);
  }

  private void getLog(String kind) {
    CompletableFuture<JsonNode> asked = asks(kind);
    JsonNode request = answers(asked, kind, "Accepted");
    JsonNode upload = done("asking for a log", asked);
    uploads(request);
    assertState(upload, "Uploaded", "Uploaded");
    assertFetched(upload);
  }

  @Test
  void TC_N_25_getDiagnosticsLog() {
    getLog("DiagnosticsLog");
  }

  @Test
  void TC_N_34_getLogRejected() {
    CompletableFuture<JsonNode> asked = asks("DiagnosticsLog");
    answers(asked, "DiagnosticsLog", "Rejected");
    assertState(done("asking for a log", asked), "Refused", "Rejected");
  }

  @Test
  void TC_N_35_getSecurityLog() {
    getLog("SecurityLog");
  }

  @Test
  void TC_N_36_secondLogCancelsTheFirst() {
    CompletableFuture<JsonNode> first = asks("DiagnosticsLog");
    JsonNode firstRequest = answers(first, "DiagnosticsLog", "Accepted");
    JsonNode firstUpload = done("asking for a log", first);
    status(firstRequest, "Uploading");
    CompletableFuture<JsonNode> second = asks("DiagnosticsLog");
    JsonNode secondRequest = answers(second, "DiagnosticsLog", "AcceptedCanceled");
    JsonNode secondUpload = done("asking for another log", second);
    assertThat(secondRequest.get("requestId")).isNotEqualTo(firstRequest.get("requestId"));
    status(firstRequest, "AcceptedCanceled");
    uploads(secondRequest);
    assertState(firstUpload, "Failed", "AcceptedCanceled");
    assertState(secondUpload, "Uploaded", "Uploaded");
    assertFetched(secondUpload);
  }
}
