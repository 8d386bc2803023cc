package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** O, display messages. */
@OverEveryTransport
class DisplayMessageTest extends Suite2 {
  private static final int REQUEST = 55;
  private static final int MESSAGE = 9;
  private static final int OTHER_MESSAGE = 10;
  private static final String AT_ANY_TIME = "";

  /**
   * A message as the operator gives it.
   *
   * @param more further members, each with a comma before it
   */
  private static String message(int id, String priority, String text, String more) {
    return "{'id':%d,'priority':'%s','message':{'format':'UTF8','language':'en','content':'%s'}%s}"
        .formatted(id, priority, text, more);
  }

  private JsonNode sets(String message, String status) {
    return sends("SetDisplayMessage", Json.of("{'message':%s}", message), status).get("message");
  }

  /** One that the station takes, and the operator then sees. */
  private JsonNode sets(String message) {
    JsonNode onTheWire = sets(message, "Accepted");
    assertThat(shown(onTheWire.get("id").asInt())).isEqualTo(onTheWire);
    return onTheWire;
  }

  private void messageIsSet() {
    sets(message(MESSAGE, "NormalCycle", "Welcome", ",'state':'Idle'"));
  }

  /** The numbers of the messages that the operator sees. */
  private List<Integer> shown() {
    List<Integer> ids = new ArrayList<>();
    for (JsonNode one :
        operator.get("/chargers/" + id + "/holdings?kind=DisplayMessage").get("items")) {
      ids.add(one.get("key").asInt());
    }
    return ids;
  }

  private JsonNode shown(int message) {
    return operator
        .get("/chargers/" + id + "/holdings?kind=DisplayMessage&key=" + message)
        .at("/items/0/content");
  }

  private void gets(String filter, String status) {
    sends("GetDisplayMessages", Json.of("{'requestId':%d%s}", REQUEST, filter), status);
  }

  private void reports(String messages) {
    assertThat(
            station.call(
                "NotifyDisplayMessages",
                "{'requestId':%d,'tbc':false,'messageInfo':[%s]}",
                REQUEST,
                messages))
        .isEmpty();
  }

  private String transactionId(CaseTransaction transaction) {
    return ",'transactionId':'%s'".formatted(transaction.id());
  }

  @Test
  void TC_O_01_setMessage() {
    JsonNode message = sets(message(MESSAGE, "InFront", "Welcome", ",'state':'Idle'"));
    assertThat(message.get("id").asInt()).isEqualTo(MESSAGE);
    assertThat(message.get("priority").asText()).isEqualTo("InFront");
    assertThat(message.get("state").asText()).isEqualTo("Idle");
    assertThat(message.at("/message/format").asText()).isEqualTo("UTF8");
  }

  @Test
  void TC_O_02_getAllMessages() {
    messageIsSet();
    gets("", "Accepted");
    reports(message(OTHER_MESSAGE, "AlwaysFront", "Of the station", ",'state':'Faulted'"));
    assertThat(shown()).as("what was not told is not there").containsExactly(OTHER_MESSAGE);
  }

  @Test
  void TC_O_03_getMessagesOfAStationWithoutAny() {
    gets("", "Unknown");
    assertThat(shown()).isEmpty();
  }

  @Test
  void TC_O_04_clearMessage() {
    messageIsSet();
    sends("ClearDisplayMessage", Json.of("{'id':%d}", MESSAGE), "Accepted");
    assertThat(shown()).isEmpty();
  }

  @Test
  void TC_O_05_clearUnknownMessage() {
    messageIsSet();
    sends("ClearDisplayMessage", Json.of("{'id':%d}", OTHER_MESSAGE), "Unknown");
    assertThat(shown()).containsExactly(MESSAGE);
  }

  @Test
  void TC_O_06_messageOfATransaction() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    JsonNode message = sets(message(MESSAGE, "InFront", "Charging", transactionId(transaction)));
    assertThat(message.get("transactionId").asText()).isEqualTo(transaction.id());
    assertThat(message.get("priority").asText()).isEqualTo("InFront");
    transaction.stopAuthorizedBy(VALID).chargingEnds().unplugs();
  }

  @Test
  void TC_O_07_getMessageById() {
    messageIsSet();
    gets(",'id':[%d]".formatted(MESSAGE), "Accepted");
    reports(message(MESSAGE, "NormalCycle", "Welcome back", ",'state':'Idle'"));
    assertThat(shown(MESSAGE).at("/message/content").asText()).isEqualTo("Welcome back");
  }

  @Test
  void TC_O_08_getMessagesByPriority() {
    messageIsSet();
    gets(",'priority':'NormalCycle'", "Accepted");
    reports(message(OTHER_MESSAGE, "NormalCycle", "Of the station", AT_ANY_TIME));
    assertThat(shown()).containsExactlyInAnyOrder(MESSAGE, OTHER_MESSAGE);
  }

  @Test
  void TC_O_09_getMessagesByState() {
    messageIsSet();
    gets(",'state':'Idle'", "Accepted");
    reports(message(OTHER_MESSAGE, "NormalCycle", "Of the station", ",'state':'Idle'"));
    assertThat(shown()).containsExactlyInAnyOrder(MESSAGE, OTHER_MESSAGE);
  }

  @Test
  void TC_O_10_messageOfAnUnknownTransaction() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    JsonNode message =
        sets(
            message(MESSAGE, "InFront", "Charging", transactionId(transaction)),
            "UnknownTransaction");
    assertThat(message.get("transactionId").asText()).isEqualTo(transaction.id());
    assertThat(message.get("priority").asText()).isEqualTo("InFront");
    assertThat(shown()).isEmpty();
  }

  @Test
  void TC_O_11_getUnknownMessage() {
    messageIsSet();
    gets(",'id':[%d]".formatted(OTHER_MESSAGE), "Unknown");
    assertThat(shown()).containsExactly(MESSAGE);
  }

  @Test
  void TC_O_12_replaceMessage() {
    messageIsSet();
    sets(message(MESSAGE, "AlwaysFront", "Goodbye", ",'state':'Idle'"));
    assertThat(shown()).containsExactly(MESSAGE);
  }

  @Test
  void TC_O_13_messageFromATimeOn() {
    String start = time(now().plus(Duration.ofMinutes(1)));
    JsonNode message =
        sets(message(MESSAGE, "NormalCycle", "Later", ",'startDateTime':'%s'".formatted(start)));
    assertThat(message.get("startDateTime").asText()).isEqualTo(start);
  }

  @Test
  void TC_O_14_messageUntilATime() {
    String end = time(now().plus(Duration.ofMinutes(1)));
    JsonNode message =
        sets(message(MESSAGE, "NormalCycle", "Now", ",'endDateTime':'%s'".formatted(end)));
    assertThat(message.get("endDateTime").asText()).isEqualTo(end);
  }

  @Test
  void TC_O_17_priorityNotSupported() {
    refused("AlwaysFront", AT_ANY_TIME, "NotSupportedPriority");
  }

  @Test
  void TC_O_18_stateNotSupported() {
    refused("NormalCycle", ",'state':'Faulted'", "NotSupportedState");
  }

  @Test
  void TC_O_19_formatNotSupported() {
    JsonNode request =
        Json.of(
            "{'message':{'id':%d,'priority':'NormalCycle','message':{'format':'HTML','content':'<b>Hi</b>'}}}",
            MESSAGE);
    sends("SetDisplayMessage", request, "NotSupportedMessageFormat");
    assertThat(shown()).isEmpty();
  }

  private void refused(String priority, String more, String status) {
    sets(message(MESSAGE, priority, "No", more), status);
    assertThat(shown()).isEmpty();
  }

  @Test
  void TC_O_25_messageWhileCharging() {
    JsonNode message = sets(message(MESSAGE, "NormalCycle", "Charging", ",'state':'Charging'"));
    assertThat(message.get("state").asText()).isEqualTo("Charging");
  }

  @Test
  void TC_O_26_messageRejected() {
    refused("NormalCycle", AT_ANY_TIME, "Rejected");
  }

  @Test
  void TC_O_27_messageOfATransactionFromATimeOn() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    JsonNode message =
        sets(
            message(
                MESSAGE,
                "NormalCycle",
                "Soon",
                transactionId(transaction)
                    + ",'startDateTime':'%s'".formatted(time(now().plusSeconds(60)))));
    assertThat(message.has("state")).isFalse();
    assertThat(message.has("endDateTime")).isFalse();
  }

  @Test
  void TC_O_28_messageOfATransactionUntilATime() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    JsonNode message =
        sets(
            message(
                MESSAGE,
                "NormalCycle",
                "Soon",
                transactionId(transaction)
                    + ",'endDateTime':'%s'".formatted(time(now().plusSeconds(60)))));
    assertThat(message.has("state")).isFalse();
    assertThat(message.has("startDateTime")).isFalse();
  }
}
