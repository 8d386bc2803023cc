package io.galvan.conformance.v21;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import io.galvan.conformance.LogUpload;
import io.galvan.conformance.Seen;
import io.galvan.conformance.v2.Suite2;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** N, diagnostics: what 2.1 adds. */
@OverEveryTransport
class DiagnosticsTest extends Suite2 {
  private static final String CONTENT = "2026-01-01 nothing happened\n";
  private static final int STREAM = 2;
  private static final int MONITOR = 7;
  private static final String POWER =
      "'component':{'name':'ChargingStation'},'variable':{'name':'Power'}";

  // ---- logs

  private void logStatus(int requestId, String status) {
    assertThat(
            station.call(
                "LogStatusNotification", "{'status':'%s','requestId':%d}", status, requestId))
        .isEmpty();
  }

  /**
   * GetLog to a URL with user name and password; the first try, without them, is refused.
   *
   * @param upload sends to a URL and gives the status of each try
   */
  private void getLog(
      String kind, String more, String scheme, Function<String, List<Integer>> upload) {
    CompletableFuture<JsonNode> asked =
        operator.later(
            () ->
                operator.post(
                    "/chargers/" + id + "/uploads", Json.of("{'kind':'%s'%s}", kind, more)));
    JsonNode request = expect("GetLog", asked);
    assertThat(request.get("logType").asText()).isEqualTo(kind);
    int requestId = request.get("requestId").asInt();
    String location = request.at("/log/remoteLocation").asText();
    URI url = URI.create(location);
    assertThat(url.getScheme()).isEqualTo(scheme);
    assertThat(url.getUserInfo()).matches("[^:]+:[^:]+");
    assertThat(url.getFragment()).isNull();
    assertThat(url.getQuery()).isNull();
    station.answer(Json.of("{'status':'Accepted','filename':'case.log'}"));
    JsonNode asking = done("asking for a log", asked);
    assertThat(asking.get("location").asText()).as("the operator sees no password").contains("***");
    logStatus(requestId, "Uploading");
    assertThat(upload.apply(location)).containsExactly(401, 200);
    logStatus(requestId, "Uploaded");
    JsonNode seen = operator.get("/uploads/" + asking.get("id").asInt());
    assertThat(seen.get("kind").asText()).isEqualTo(kind);
    assertThat(seen.get("state").asText()).isEqualTo("Uploaded");
    assertThat(seen.get("size").asInt()).isEqualTo(CONTENT.length());
    assertThat(operator.text("/uploads/" + asking.get("id").asInt() + "/content"))
        .isEqualTo(CONTENT);
  }

  @Test
  void TC_N_100_getDataCollectorLog() {
    getLog("DataCollectorLog", "", "http", url -> LogUpload.post(url, CONTENT));
  }

  @Test
  void TC_N_102_uploadWithCredentialsOverHttp() {
    getLog("DiagnosticsLog", "", "http", url -> LogUpload.post(url, CONTENT));
  }

  @Test
  void TC_N_103_uploadWithCredentialsOverHttps() {
    getLog(
        "DiagnosticsLog", ",'secure':true", "https", url -> LogUpload.post(url, CONTENT, roots()));
  }

  // ---- monitors

  @Test
  void TC_N_104_monitorsOfTargets() {
    sends(
        "GetMonitoringReport",
        Json.of("{'requestId':3,'monitoringCriteria':['DeltaMonitoring']}"),
        "Accepted");
    assertThat(
            station.call(
                "NotifyMonitoringReport",
                "{'requestId':3,'generatedAt':'%s','seqNo':0,'tbc':false,'monitor':[{%s,'variableMonitoring':[%s,%s]}]}",
                timestamp(),
                POWER,
                monitor(MONITOR, "TargetDelta", "500"),
                monitor(MONITOR + 1, "TargetDeltaRelative", "10.5")))
        .isEmpty();
    JsonNode seen = operator.get("/chargers/" + id + "/monitors").get("items");
    assertThat(seen.findValuesAsText("type")).containsExactly("TargetDelta", "TargetDeltaRelative");
  }

  private static String monitor(int id, String type, String value) {
    return "{'id':%d,'severity':5,'transaction':false,'type':'%s','value':%s,'eventNotificationType':'CustomMonitor'}"
        .formatted(id, type, value);
  }

  // ---- streams

  private void opensStream() {
    assertThat(
            station
                .call(
                    "OpenPeriodicEventStream",
                    "{'constantStreamData':{'id':%d,'variableMonitoringId':%d,'params':{'interval':10,'values':30}}}",
                    STREAM,
                    MONITOR)
                .get("status")
                .asText())
        .isEqualTo("Accepted");
  }

  private void closesStream() {
    assertThat(station.call("ClosePeriodicEventStream", "{'id':%d}", STREAM)).isEmpty();
  }

  @Test
  void TC_N_105_adjustStream() {
    opensStream();
    sends(
        "AdjustPeriodicEventStream",
        Json.of("{'id':%d,'params':{'interval':15,'values':45}}", STREAM),
        "Accepted");
    station.send(
        "NotifyPeriodicEventStream",
        "{'id':%d,'pending':0,'basetime':'%s','data':[{'t':0,'v':'230.1'},{'t':0.5,'v':'230.4'}]}",
        STREAM,
        timestamp());
    Seen.soon(
        () ->
            assertThat(
                    seen.newest("/reports?action=NotifyPeriodicEventStream")
                        .get("payload")
                        .findValuesAsText("v"))
                .containsExactly("230.1", "230.4"));
    // Were it answered, the answer would come before this one.
    closesStream();
  }

  @Test
  void TC_N_107_getStreams() {
    opensStream();
    assertThat(seen.newest("/reports?action=OpenPeriodicEventStream").toString())
        .contains("constantStreamData");
    sends(
        "GetPeriodicEventStream",
        Json.of("{}"),
        Json.of(
            "{'constantStreamData':[{'id':%d,'variableMonitoringId':%d,'params':{'interval':10,'values':30}}]}",
            STREAM, MONITOR));
    closesStream();
  }
}
