package io.galvan.conformance.v21;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import io.galvan.conformance.v2.CaseTransaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Q, bidirectional power transfer. */
@OverEveryTransport
class BidirectionalTest extends ChargingProfileSuite {
  private static final String FREQUENCY_CURVE =
      "'v2xFreqWattCurve':[{'frequency':49.8,'power':6000},{'frequency':50,'power':0},{'frequency':50.2,'power':-6000}]";
  private static final String SIGNAL_CURVE =
      "'v2xSignalWattCurve':[{'signal':-100,'power':-6000},{'signal':100,'power':6000}]";

  private static String dynUpdateTime() {
    return ",'dynUpdateTime':'%s'".formatted(time(now()));
  }

  @Test
  void TC_Q_102_anyTransferMode() {
    sends("GetBaseReport", Json.of("{'requestId':102,'reportBase':'FullInventory'}"), "Accepted");
    station.call(
        "NotifyReport",
        "{'requestId':102,'generatedAt':'%s','seqNo':0,'reportData':[{'component':{'name':'V2XChargingCtrlr','evse':{'id':%d}},'variable':{'name':'Enabled'},'variableAttribute':[{'type':'Actual','value':'true'}],'variableCharacteristics':{'dataType':'boolean','supportsMonitoring':false}}]}",
        timestamp(),
        EVSE);
    JsonNode answer = station.call("Authorize", "{%s}", idToken(VALID));
    accepted(answer.get("idTokenInfo"));
    assertThat(answer.has("allowedEnergyTransfer")).isFalse();
  }

  @Test
  void TC_Q_103_transferModeThatIsNotAllowed() {
    vehicles("'energyTransfers':['AC_three_phase','DC']");
    assertThat(station.call("Authorize", "{%s}", idToken(VALID)).get("allowedEnergyTransfer"))
        .isEqualTo(Json.of("['AC_three_phase','DC']"));
    CaseTransaction transaction = byContract();
    assertThat(needs("AC_BPT", 1, BIDIRECTIONAL)).isEqualTo("Rejected");
    assertThat(needs("DC", 1, BIDIRECTIONAL)).isIn("Accepted", "Processing");
    given(transaction);
  }

  @Test
  void TC_Q_107_backFeedingIsAllowedLater() {
    vehicles("'energyTransfers':['DC']");
    CaseTransaction transaction = byContract();
    assertThat(needs("DC", 1, BIDIRECTIONAL)).isIn("Accepted", "Processing");
    JsonNode period = given(transaction).at("/chargingSchedulePeriod/0");
    assertThat(period.has("limit")).isTrue();
    assertThat(period.has("setpoint")).isFalse();
    assertThat(period.has("dischargeLimit")).isFalse();
    sends(
        "NotifyAllowedEnergyTransfer",
        Json.of("{'transactionId':'%s','allowedEnergyTransfer':['DC_BPT']}", transaction.id()),
        "Accepted");
    assertThat(needs("DC_BPT", 1, BIDIRECTIONAL)).isIn("Accepted", "Processing");
    given(transaction);
  }

  @Test
  void TC_Q_108_setpointForATransaction() {
    CaseTransaction transaction = v2x();
    setProfile(
        EVSE, forTransaction(1, transaction, ",'operationMode':'CentralSetpoint','setpoint':10"));
    assertThat(seen.profiles()).containsExactly(1);
  }

  @Test
  void TC_Q_109_limitIsUpdated() {
    setProfile(EVSE, dynamic(1, dynUpdateTime(), "A", ",'limit':6"));
    updates(1, "'limit':7");
    updates(1, "'limit':8");
    pulls(1, "'limit':8");
    sends("ClearChargingProfile", Json.of("{'chargingProfileId':1}"), "Accepted");
    assertThat(seen.profiles()).isEmpty();
    assertThat(pull(1).get("status").asText()).isEqualTo("Rejected");
  }

  @Test
  void TC_Q_110_stationAsksForTheLimit() {
    setProfile(EVSE, dynamic(1, ",'dynUpdateInterval':15" + dynUpdateTime(), "A", ",'limit':6"));
    assertThat(pull(2).get("status").asText()).isEqualTo("Rejected");
    pulls(1, "'limit':6");
    updates(1, "'limit':7");
    pulls(1, "'limit':7");
  }

  @Test
  void TC_Q_111_setpointFromOutside() {
    String period = ",'operationMode':'ExternalSetpoint','setpoint':6";
    setProfile(EVSE, profile(1, "TxDefaultProfile", "Relative", "", "A", "", period));
    setProfile(EVSE, dynamic(2, dynUpdateTime(), "A", period));
    assertThat(seen.profiles()).containsExactly(2);
    pulls(2, "'setpoint':6");
  }

  @Test
  void TC_Q_112_limitsFromOutside() {
    String period = ",'operationMode':'ExternalLimits','limit':6";
    setProfile(EVSE, profile(1, "TxDefaultProfile", "Relative", "", "A", "", period));
    setProfile(EVSE, dynamic(2, dynUpdateTime(), "A", period));
    assertThat(seen.profiles()).containsExactly(2);
    pulls(2, "'limit':6");
  }

  @Test
  void TC_Q_117_centralFrequency() {
    setProfile(
        EVSE,
        dynamic(1, dynUpdateTime(), "A", ",'operationMode':'CentralFrequency','setpoint':-6"));
    updates(1, "'setpoint':-5");
    updates(1, "'setpoint':6");
    pulls(1, "'setpoint':6");
    assertThat(seen.profiles()).containsExactly(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {-50, 75})
  void TC_Q_120_localFrequency(int signal) {
    setProfile(
        EVSE,
        profile(
            1,
            "TxDefaultProfile",
            "Absolute",
            "",
            "W",
            ",'startSchedule':'%s'".formatted(time(now())),
            ",'operationMode':'LocalFrequency','v2xBaseline':0,%s,%s"
                .formatted(FREQUENCY_CURVE, SIGNAL_CURVE)));
    sends("AFRRSignal", Json.of("{'timestamp':'%s','signal':%d}", time(now()), signal), "Accepted");
    seen.assertAnswered("AFRRSignal", "Accepted");
    assertThat(seen.profiles()).containsExactly(1);
  }

  @Test
  void TC_Q_121_localFrequencyForATransaction() {
    vehicles("'chargingPlans':'Manual'");
    CaseTransaction transaction = byContract();
    assertThat(needs("AC_BPT", 1, "'controlMode':'DynamicControl'," + BIDIRECTIONAL))
        .isIn("Accepted", "Processing");
    setProfile(
        EVSE,
        forTransaction(
            1,
            transaction,
            ",'operationMode':'LocalFrequency','v2xBaseline':0," + FREQUENCY_CURVE));
  }

  @Test
  void TC_Q_124_localLoadBalancing() {
    sends(
        "SetVariables",
        Json.of(
            "{'setVariableData':[%s,%s,%s,%s]}",
            balancing("UpperThreshold", "'attributeValue':'2000',"),
            balancing("LowerThreshold", "'attributeValue':'-1000',"),
            balancing("UpperOffset", "'attributeValue':'200',"),
            balancing("LowerOffset", "'attributeValue':'0',")),
        Json.of(
            "{'setVariableResult':[%s,%s,%s,%s]}",
            balancing("UpperThreshold", "'attributeStatus':'Accepted',"),
            balancing("LowerThreshold", "'attributeStatus':'Accepted',"),
            balancing("UpperOffset", "'attributeStatus':'Accepted',"),
            balancing("LowerOffset", "'attributeStatus':'Accepted',")));
    setProfile(EVSE, txDefault(1, "", "", ",'operationMode':'LocalLoadBalancing'"));
    assertThat(seen.profiles()).containsExactly(1);
  }

  private static String balancing(String instance, String what) {
    return "{%s'component':{'name':'V2XChargingCtrlr','evse':{'id':%d}},'variable':{'name':'LocalLoadBalancing','instance':'%s'}}"
        .formatted(what, EVSE, instance);
  }

  @Test
  void TC_Q_125_evseSleeps() {
    CaseTransaction transaction = v2x();
    for (boolean sleeps : new boolean[] {false, true}) {
      setProfile(
          EVSE,
          forTransaction(
              1, transaction, ",'operationMode':'Idle','evseSleep':%b".formatted(sleeps)));
    }
    assertThat(seen.profiles()).containsExactly(1);
  }
}
