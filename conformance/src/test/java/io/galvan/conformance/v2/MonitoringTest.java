package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import io.galvan.conformance.Version;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** N, diagnostics: monitors and events. */
@OverEveryTransport
class MonitoringTest extends Suite2 {
  private static final int REQUEST = 23;
  private static final int MONITOR = 7;
  private static final int SEVERITY = 8;

  private static final String POWER =
      "'component':{'name':'ChargingStation'},'variable':{'name':'Power'}";
  private static final String STATION =
      "'component':{'name':'ChargingStation'},'variable':{'name':'AvailabilityState'}";
  private static final String OF_EVSE =
      "'component':{'name':'EVSE','evse':{'id':%d}},'variable':{'name':'AvailabilityState'}"
          .formatted(EVSE);

  /** An operator's words for the same. */
  private static final String WISH_OF_EVSE =
      "'component':'EVSE','evseId':%d,'variable':'AvailabilityState'".formatted(EVSE);

  private static final String WISH_OF_STATION =
      "'component':'ChargingStation','variable':'AvailabilityState'";

  // ---- what the station reports

  private void asksForReport(String filters, String status) {
    sends("GetMonitoringReport", Json.of("{'requestId':%d,%s}", REQUEST, filters), status);
  }

  private static String criteria(String criterion) {
    return "'monitoringCriteria':['%s']".formatted(criterion);
  }

  private static String variables(String... names) {
    return "'componentVariable':[{" + String.join("},{", names) + "}]";
  }

  /** A part of the report with one monitor, which the operator then sees. */
  private void reports(int seqNo, boolean more, String name, int monitor, String type) {
    // Only 2.1 has who made the monitor.
    String maker =
        way.version() == Version.V2_1 ? ",'eventNotificationType':'PreconfiguredMonitor'" : "";
    JsonNode answer =
        station.call(
            "NotifyMonitoringReport",
            "{'requestId':%d,'generatedAt':'%s','seqNo':%d,'tbc':%b,'monitor':[{%s,'variableMonitoring':[{'id':%d,'severity':%d,'transaction':false,'type':'%s','value':1%s}]}]}",
            REQUEST,
            timestamp(),
            seqNo,
            more,
            name,
            monitor,
            SEVERITY,
            type,
            maker);
    assertThat(answer).isEmpty();
    JsonNode seen = monitor(monitor);
    assertThat(seen.get("type").asText()).isEqualTo(type);
    assertThat(seen.get("severity").asInt()).isEqualTo(SEVERITY);
    JsonNode reported = Json.of("{" + name + "}");
    assertThat(seen.at("/name/component")).isEqualTo(reported.at("/component/name"));
    assertThat(seen.at("/name/variable")).isEqualTo(reported.at("/variable/name"));
  }

  private JsonNode monitor(int monitor) {
    for (JsonNode item : monitors().get("items")) {
      if (item.at("/monitor/id").asInt() == monitor) {
        return item.get("monitor");
      }
    }
    throw new AssertionError("the operator does not see monitor " + monitor);
  }

  private JsonNode monitors() {
    return operator.get("/chargers/" + id + "/monitors");
  }

  @Test
  void TC_N_01_getMonitoringReportByCriteria() {
    asksForReport(criteria("DeltaMonitoring"), "EmptyResultSet");
    asksForReport(criteria("ThresholdMonitoring"), "Accepted");
    reports(0, true, POWER, MONITOR, "UpperThreshold");
    reports(1, false, POWER, MONITOR + 1, "LowerThreshold");
  }

  @Test
  void TC_N_02_getMonitoringReportByVariable() {
    asksForReport(variables(POWER), "EmptyResultSet");
    asksForReport(variables(OF_EVSE), "Accepted");
    reports(0, false, OF_EVSE, MONITOR, "Delta");
  }

  @Test
  void TC_N_03_getMonitoringReportByCriteriaAndVariable() {
    asksForReport(criteria("DeltaMonitoring") + "," + variables(OF_EVSE), "EmptyResultSet");
    asksForReport(criteria("ThresholdMonitoring") + "," + variables(POWER), "Accepted");
    reports(0, false, POWER, MONITOR, "UpperThreshold");
  }

  @Test
  void TC_N_47_getMonitoringReportOfAll() {
    CompletableFuture<JsonNode> asked =
        operator.later(
            () ->
                operator.post(
                    "/chargers/" + id + "/device-reports", Json.of("{'kind':'Monitors'}")));
    JsonNode request = expect("GetMonitoringReport", asked);
    assertThat(request).hasSize(1);
    int requestId = request.get("requestId").asInt();
    station.answer(Json.of("{'status':'Accepted'}"));
    done("the report", asked);
    String maker = way.version() == Version.V2_1 ? ",'eventNotificationType':'CustomMonitor'" : "";
    for (int seqNo = 0; seqNo < 2; seqNo++) {
      station.call(
          "NotifyMonitoringReport",
          "{'requestId':%d,'generatedAt':'%s','seqNo':%d,'tbc':%b,'monitor':[{%s,'variableMonitoring':[{'id':%d,'severity':%d,'transaction':false,'type':'Periodic','value':60%s}]}]}",
          requestId,
          timestamp(),
          seqNo,
          seqNo == 0,
          seqNo == 0 ? POWER : OF_EVSE,
          MONITOR + seqNo,
          SEVERITY,
          maker);
    }
    assertThat(monitors().get("items")).hasSize(2);
    JsonNode report = operator.get("/chargers/" + id + "/device-reports").at("/items/0");
    assertThat(report.get("requestId").asInt()).isEqualTo(requestId);
    assertThat(report.get("state").asText()).isEqualTo("Complete");
    assertThat(report.get("parts").asInt()).isEqualTo(2);
  }

  @Test
  void TC_N_60_getMonitoringReportByCriteriaAndSeveralVariables() {
    String both = variables(STATION, OF_EVSE);
    asksForReport(criteria("DeltaMonitoring") + "," + both, "EmptyResultSet");
    asksForReport(criteria("ThresholdMonitoring") + "," + both, "Accepted");
    reports(0, true, STATION, MONITOR, "UpperThreshold");
    reports(1, false, OF_EVSE, MONITOR + 1, "UpperThreshold");
  }

  // ---- what the operator sets

  @Test
  void TC_N_05_setMonitoringBase() {
    for (String base : new String[] {"All", "FactoryDefault", "HardWiredOnly"}) {
      sends("SetMonitoringBase", Json.of("{'monitoringBase':'%s'}", base), "Accepted");
      assertThat(monitors().get("base").asText()).isEqualTo(base);
    }
  }

  /** The operator sets a monitor on each; gives what is on the wire. */
  private JsonNode sets(String wishes, String results) {
    CompletableFuture<JsonNode> asked =
        operator.later(
            () ->
                operator.post(
                    "/chargers/" + id + "/monitors", Json.of("{'monitors':[%s]}", wishes)));
    JsonNode request = expect("SetVariableMonitoring", asked);
    station.answer(Json.of("{'setMonitoringResult':[%s]}", results));
    for (JsonNode result : done("setting monitors", asked).get("items")) {
      assertThat(result.get("status").asText()).isEqualTo("Accepted");
    }
    return request;
  }

  private static String wish(String name) {
    return "{%s,'type':'Delta','value':1,'severity':%d}".formatted(name, SEVERITY);
  }

  private static String isSet(String name, int monitor) {
    return "{%s,'id':%d,'status':'Accepted','type':'Delta','severity':%d}"
        .formatted(name, monitor, SEVERITY);
  }

  private static void assertDelta(JsonNode data, String name) {
    assertThat(data.get("value").asInt()).isEqualTo(1);
    assertThat(data.get("type").asText()).isEqualTo("Delta");
    assertThat(data.get("severity").asInt()).isEqualTo(SEVERITY);
    JsonNode expected = Json.of("{" + name + "}");
    assertThat(data.get("component")).isEqualTo(expected.get("component"));
    assertThat(data.get("variable")).isEqualTo(expected.get("variable"));
  }

  @Test
  void TC_N_08_setMonitor() {
    JsonNode data = sets(wish(WISH_OF_EVSE), isSet(OF_EVSE, MONITOR)).get("setMonitoringData");
    assertThat(data).hasSize(1);
    assertDelta(data.get(0), OF_EVSE);
    assertThat(monitor(MONITOR).get("type").asText()).isEqualTo("Delta");
  }

  @Test
  void TC_N_09_setMonitors() {
    JsonNode data =
        sets(
                wish(WISH_OF_EVSE) + "," + wish(WISH_OF_STATION),
                isSet(OF_EVSE, MONITOR) + "," + isSet(STATION, MONITOR + 1))
            .get("setMonitoringData");
    assertThat(data).hasSize(2);
    assertDelta(data.get(0), OF_EVSE);
    assertDelta(data.get(1), STATION);
    assertThat(monitors().get("items")).hasSize(2);
  }

  @Test
  void TC_N_16_setMonitoringLevel() {
    sends("SetMonitoringLevel", Json.of("{'severity':4}"), "Accepted");
    assertThat(monitors().get("level").asInt()).isEqualTo(4);
  }

  @Test
  void TC_N_17_setMonitoringLevelRejected() {
    sends("SetMonitoringLevel", Json.of("{'severity':4}"), "Rejected");
    assertThat(monitors().has("level")).isFalse();
  }

  // ---- what the operator clears

  private CompletableFuture<JsonNode> clears(String ids) {
    return operator.later(
        () -> operator.post("/chargers/" + id + "/monitors/clear", Json.of("{'ids':[%s]}", ids)));
  }

  /** Answers for each id on the wire; gives how many there are. */
  private int cleared(CompletableFuture<JsonNode> asked, String status) {
    JsonNode ids = expect("ClearVariableMonitoring", asked).get("id");
    StringBuilder results = new StringBuilder();
    for (JsonNode monitor : ids) {
      results
          .append(results.isEmpty() ? "" : ",")
          .append("{'id':%d,'status':'%s'}".formatted(monitor.asInt(), status));
    }
    station.answer(Json.of("{'clearMonitoringResult':[%s]}", results));
    return ids.size();
  }

  @Test
  void TC_N_18_clearMoreMonitorsThanGoInAMessage() {
    CompletableFuture<JsonNode> asked = clears("1,2,3,4,5");
    JsonNode wanted = expect("GetVariables", asked).get("getVariableData");
    assertThat(wanted)
        .anySatisfy(
            one -> {
              assertThat(one.at("/component/name").asText()).isEqualTo("MonitoringCtrlr");
              assertThat(one.at("/variable/name").asText()).isEqualTo("ItemsPerMessage");
              assertThat(one.at("/variable/instance").asText())
                  .isEqualTo("ClearVariableMonitoring");
            });
    StringBuilder read = new StringBuilder();
    for (JsonNode one : wanted) {
      boolean items = one.at("/variable/name").asText().equals("ItemsPerMessage");
      read.append(read.isEmpty() ? "" : ",")
          .append(
              "{'component':%s,'variable':%s,%s}"
                  .formatted(
                      one.get("component"),
                      one.get("variable"),
                      items
                          ? "'attributeStatus':'Accepted','attributeValue':'2'"
                          : "'attributeStatus':'UnknownVariable'"));
    }
    station.answer(Json.of("{'getVariableResult':[%s]}", read));
    assertThat(cleared(asked, "Accepted")).isEqualTo(2);
    assertThat(cleared(asked, "Accepted")).isEqualTo(2);
    assertThat(cleared(asked, "NotFound")).isEqualTo(1);
    assertThat(done("clearing monitors", asked).get("items")).hasSize(5);
  }

  @Test
  void TC_N_44_clearMonitorRejected() {
    sets(wish(WISH_OF_EVSE), isSet(OF_EVSE, MONITOR));
    CompletableFuture<JsonNode> asked = clears("" + MONITOR);
    assertThat(cleared(asked, "Rejected")).isEqualTo(1);
    JsonNode result = done("clearing a monitor", asked).at("/items/0");
    assertThat(result.get("status").asText()).isEqualTo("Rejected");
    assertThat(monitor(MONITOR).get("id").asInt()).isEqualTo(MONITOR);
  }

  // ---- events

  /** An event of the EVSE's availability, which the operator then sees. */
  private JsonNode event(int eventId, String trigger, String value, String kind, String more) {
    JsonNode answer =
        station.call(
            "NotifyEvent",
            "{'generatedAt':'%s','seqNo':0,'tbc':false,'eventData':[{'eventId':%d,'timestamp':'%s','trigger':'%s','actualValue':'%s','eventNotificationType':'%s',%s%s}]}",
            timestamp(),
            eventId,
            timestamp(),
            trigger,
            value,
            kind,
            OF_EVSE,
            more);
    assertThat(answer).isEmpty();
    for (JsonNode item : operator.get("/chargers/" + id + "/device-events").get("items")) {
      JsonNode seen = item.get("event");
      if (seen.get("eventId").asInt() == eventId) {
        assertThat(seen.get("trigger").asText()).isEqualTo(trigger);
        assertThat(seen.get("kind").asText()).isEqualTo(kind);
        return seen;
      }
    }
    throw new AssertionError("the operator does not see event " + eventId);
  }

  @Test
  void TC_N_21_eventOfHardWiredMonitor() {
    event(1, "Alerting", "Faulted", "HardWiredMonitor", ",'variableMonitoringId':3");
  }

  @Test
  void TC_N_24_periodicEvents() {
    for (int eventId = 1; eventId <= 3; eventId++) {
      event(eventId, "Periodic", "Available", "CustomMonitor", ",'variableMonitoringId':3");
    }
  }

  @Test
  void TC_N_48_eventWithoutValue() {
    JsonNode seen = event(1, "Delta", "", "CustomMonitor", ",'variableMonitoringId':3");
    assertThat(seen.path("actualValue").asText()).isEmpty();
  }

  @Test
  void TC_N_49_clearedEvent() {
    event(1, "Alerting", "Faulted", "HardWiredMonitor", ",'variableMonitoringId':3");
    JsonNode seen =
        event(
            2,
            "Alerting",
            "Available",
            "HardWiredMonitor",
            ",'variableMonitoringId':3,'cleared':true,'cause':1");
    assertThat(seen.get("cleared").asBoolean()).isTrue();
  }

  @Test
  void TC_N_50_periodicEvent() {
    event(1, "Periodic", "Available", "PreconfiguredMonitor", ",'variableMonitoringId':3");
  }
}
