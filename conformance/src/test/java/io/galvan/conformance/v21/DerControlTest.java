package io.galvan.conformance.v21;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import io.galvan.conformance.v2.Suite2;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** R, control of distributed energy resources. */
@OverEveryTransport
class DerControlTest extends Suite2 {
  private static final String DROOP =
      "{'priority':6,'overFreq':60.03,'underFreq':59.97,'overDroop':4,'underDroop':4,'responseTime':2}";
  private static final String SERVICE =
      "{'priority':1,'highVoltage':105,'lowVoltage':95,'highFreq':60.1,'lowFreq':59.9,'delay':300}";

  private final String watts =
      "{'priority':4,'yUnit':'PctMaxW','startTime':'%s','duration':900,'curveData':[{'x':60,'y':100},{'x':61,'y':20}]}"
          .formatted(time(now().plus(Duration.ofHours(1))));

  private int requests;

  private void set(String controlId, String type, boolean isDefault, String control) {
    sends(
        "SetDERControl",
        Json.of(
            "{'controlId':'%s','controlType':'%s','isDefault':%b,%s}",
            controlId, type, isDefault, control),
        "Accepted");
  }

  private void clear(boolean isDefault) {
    sends("ClearDERControl", Json.of("{'isDefault':%b}", isDefault), "Accepted");
  }

  /**
   * The operator asks for controls, and the station reports.
   *
   * @param which members of the request, each with a comma before it
   * @param reported members of the report, each with a comma before it
   */
  private void reports(String which, String reported) {
    int requestId = ++requests;
    sends("GetDERControl", Json.of("{'requestId':%d%s}", requestId, which), "Accepted");
    station.call("ReportDERControl", "{'requestId':%d%s}", requestId, reported);
  }

  private static String droop(String id) {
    return ",'freqDroop':[{'id':'%s','isDefault':true,'isSuperseded':false,'freqDroop':%s}]"
        .formatted(id, DROOP);
  }

  private static String service(String id) {
    return ",'enterService':[{'id':'%s','enterService':%s}]".formatted(id, SERVICE);
  }

  private String curve(String id, boolean superseded) {
    return ",'curve':[{'id':'%s','isDefault':false,'isSuperseded':%b,'curveType':'FreqWatt','curve':%s}]"
        .formatted(id, superseded, watts);
  }

  /** What the operator sees that the station holds. */
  private List<String> held() {
    List<String> keys = new ArrayList<>();
    for (JsonNode one :
        operator.get("/chargers/" + id + "/holdings?kind=DERControl").get("items")) {
      keys.add(one.get("key").asText());
    }
    return keys;
  }

  private void startedOrStopped(String controlId, boolean started, String more) {
    station.call(
        "NotifyDERStartStop",
        "{'controlId':'%s','started':%b,'timestamp':'%s'%s}",
        controlId,
        started,
        timestamp(),
        more);
  }

  @Test
  void TC_R_107_setAndReportDerControls() {
    clear(true);
    clear(false);
    assertThat(held()).isEmpty();
    set("droop", "FreqDroop", true, "'freqDroop':" + DROOP);
    set("watts", "FreqWatt", false, "'curve':" + watts);
    set("service", "EnterService", true, "'enterService':" + SERVICE);
    assertThat(held()).containsExactly("droop", "service", "watts");

    reports(",'isDefault':true", droop("droop") + service("service"));
    reports(",'isDefault':false", curve("watts", false));
    sends(
        "GetDERControl",
        Json.of("{'requestId':%d,'controlType':'VoltVar'}", ++requests),
        "NotFound");
    reports(",'controlId':'watts'", curve("watts", false));
    assertThat(held()).containsExactly("droop", "service", "watts");

    startedOrStopped("watts", true, ",'supersededIds':['droop']");
    startedOrStopped("watts", false, "");
    assertThat(reported("NotifyDERStartStop").get("items")).hasSize(2);
    clear(false);
    assertThat(held()).containsExactly("droop", "service");
    clear(true);
    assertThat(held()).isEmpty();
  }

  private JsonNode reported(String action) {
    return operator.get("/chargers/" + id + "/reports?action=" + action);
  }

  private void alarm(String more) {
    station.call(
        "NotifyDERAlarm", "{'controlType':'LVMustTrip','timestamp':'%s'%s}", timestamp(), more);
  }

  @Test
  void TC_R_108_derAlarm() {
    alarm(",'gridEventFault':'UnderVoltage'");
    alarm(",'alarmEnded':true");
    JsonNode seen = reported("NotifyDERAlarm").get("items");
    assertThat(seen).hasSize(2);
    assertThat(seen.findValuesAsText("gridEventFault")).containsExactly("UnderVoltage");
  }
}
