package io.galvan.simulator.station2;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.v2.AuthorizationStatus;
import io.galvan.ocpp.v2.ConnectorStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens without a line, and the queue of events that tells it later. */
class OfflineTest extends Station2Test {
  @ParameterizedTest
  @EnumSource(
      value = OcppVersion.class,
      names = {"V2_0_1", "V2_1"})
  void shouldDeliverWhatHappenedOfflineInOrderAndSayItWas(OcppVersion version) {
    start(version);
    charge();
    int before = events().size();
    get(station.goOffline());
    await().until(() -> !station.connected());
    get(station.presentTag(1, "TAG"));
    get(station.unplug(1));
    get(station.goOnline());
    await().until(() -> lastEvent().getString("eventType").equals("Ended"));
    await().until(() -> station.state(1) == ConnectorStatus.Available);

    List<JsonObject> all = central.calls("TransactionEvent");
    assertThat(all.stream().map(event -> event.getInteger("seqNo")))
        .containsExactlyElementsOf(IntStream.range(0, all.size()).boxed().toList());
    assertThat(lastEvent().getBoolean("offline")).isTrue();
    assertThat(all.get(0).containsKey("offline")).isFalse();
    assertThat(events().size()).isEqualTo(before + 1);
    assertThat(central.calls("BootNotification")).hasSize(1);
  }

  @Test
  void shouldTryAnEventAgainAndThenGiveItUp() {
    start(OcppVersion.V2_0_1);
    set("OCPPCommCtrlr", "HeartbeatInterval", "0");
    AtomicInteger refused = new AtomicInteger();
    central.answerFrame(
        "TransactionEvent",
        call -> {
          if (call.payload().getInteger("seqNo") == 0) {
            refused.incrementAndGet();
            return Central2.error(call);
          }
          return new JsonArray().add(3).add(call.messageId()).add(new JsonObject());
        });
    assertThat(
            result(
                    "SetVariables",
                    new JsonObject()
                        .put(
                            "setVariableData",
                            new JsonArray()
                                .add(instance("MessageAttempts", "3"))
                                .add(instance("MessageAttemptInterval", "2"))))
                .encode())
        .doesNotContain("Rejected");
    get(station.plugIn(1));
    get(station.presentTag(1, "TAG"));
    await().until(() -> events().contains("Updated ChargingStateChanged Charging"));

    assertThat(refused).hasValue(3);
  }

  private static JsonObject instance(String variable, String value) {
    return new JsonObject()
        .put("attributeValue", value)
        .put("component", new JsonObject().put("name", "OCPPCommCtrlr"))
        .put(
            "variable", new JsonObject().put("name", variable).put("instance", "TransactionEvent"));
  }

  @Test
  void shouldSayWhatIsInItsQueue() {
    start(OcppVersion.V2_0_1);
    String id = charge();
    JsonObject running = result("GetTransactionStatus", new JsonObject().put("transactionId", id));
    assertThat(running.getBoolean("ongoingIndicator")).isTrue();
    assertThat(result("GetTransactionStatus", new JsonObject()).containsKey("ongoingIndicator"))
        .isFalse();
    assertThat(
            result("GetTransactionStatus", new JsonObject().put("transactionId", "none"))
                .getBoolean("ongoingIndicator"))
        .isFalse();
  }

  @Test
  void shouldLetOnlyWhomItKnowsChargeOffline() {
    start(OcppVersion.V2_0_1);
    get(station.presentTag(1, "KNOWN"));
    await().until(() -> events().size() == 2);
    get(station.goOffline());
    get(station.plugIn(1));

    assertThat(get(station.presentTag(1, "NEVER-SEEN"))).isEqualTo(AuthorizationStatus.Invalid);
    assertThat(get(station.presentTag(1, "KNOWN"))).isEqualTo(AuthorizationStatus.Accepted);
  }
}
