package io.galvan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;

/** What the operator sees of a station by REST, without asking the station. */
public final class Seen {
  /** The statuses by which a station does what it is asked to, of all versions. */
  private static final Set<String> YES =
      Set.of(
          "Accepted", "AcceptedCanceled", "Scheduled", "RebootRequired", "Unlocked", "Unpublished");

  /** Where the payload stands in a CALL. */
  private static final int PAYLOAD = 3;

  private final Operator operator;
  private final String id;

  Seen(Operator operator, String id) {
    this.operator = operator;
    this.id = id;
  }

  /** A resource of the station by its path below the station's own. */
  public JsonNode of(String path) {
    return operator.get("/chargers/" + id + path);
  }

  /** The items of a list below the station. */
  public JsonNode items(String path) {
    return of(path).get("items");
  }

  /** The first item of such a list, which is the newest. */
  public JsonNode newest(String path) {
    JsonNode items = items(path);
    assertThat(items).as(path).isNotEmpty();
    return items.get(0);
  }

  /** Waits for what is told after the answer to the station. */
  public static void soon(ThrowingRunnable assertion) {
    await()
        .atMost(Duration.ofSeconds(Line.PATIENCE_S))
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(assertion);
  }

  // ---- connectors

  /**
   * @param evseId of 1.6 the connector; 0 is the station as a whole
   */
  public JsonNode connector(int evseId) {
    for (JsonNode connector : of("").get("connectors")) {
      if (connector.get("evseId").asInt() == evseId) {
        return connector;
      }
    }
    throw new AssertionError("the operator does not see EVSE " + evseId);
  }

  public void assertStatus(int evseId, String status) {
    assertThat(connector(evseId).get("status").asText())
        .as("status of EVSE %d", evseId)
        .isEqualTo(status);
  }

  // ---- commands

  /** The newest command of this action. */
  public JsonNode command(String action) {
    return newest("/commands?action=" + action);
  }

  /**
   * The newest command of this action is closed with this answer: Accepted when the station does
   * what it is asked to, or when it just tells what it is asked for.
   */
  public void assertAnswered(String action, @Nullable String status) {
    JsonNode command = command(action);
    assertThat(command.get("state").asText())
        .as("state of %s that is answered %s", action, status)
        .isEqualTo(status == null || YES.contains(status) ? "Accepted" : "Rejected");
    assertThat(command.path("status").asText(null)).as("status of " + action).isEqualTo(status);
    assertThat(command.hasNonNull("closedAt")).as(action + " is closed").isTrue();
  }

  /**
   * What came of the newest remote start or stop.
   *
   * @param state Waiting, Started, Stopped or None
   * @param transactionId null where there is none
   */
  public void assertOutcome(String action, String state, @Nullable Long transactionId) {
    soon(
        () -> {
          JsonNode outcome = command(action).path("outcome");
          assertThat(outcome.path("state").asText()).as("outcome of " + action).isEqualTo(state);
          assertThat(outcome.has("transactionId")).isEqualTo(transactionId != null);
          if (transactionId != null) {
            assertThat(outcome.get("transactionId").asLong()).isEqualTo(transactionId);
          }
        });
  }

  // ---- the rest

  public JsonNode transactions() {
    return operator.get("/transactions?chargerId=" + id).get("items");
  }

  public JsonNode transaction(long transactionId) {
    return operator.get("/transactions/" + transactionId);
  }

  /** A reservation by its number. */
  public JsonNode reservation(int number) {
    return operator.get("/reservations/%d?chargerId=%s".formatted(number, id));
  }

  /** The ids of the profiles that the station holds. */
  public int[] profiles() {
    return items("/charging-profiles").findValues("profileId").stream()
        .mapToInt(JsonNode::asInt)
        .toArray();
  }

  /** The certificates that the station holds. */
  public JsonNode installed() {
    return of("/certificates").get("installed");
  }

  /** The value of a configuration key of 1.6; null when none is known. */
  public @Nullable String key(String name) {
    for (JsonNode key : of("/configuration").get("keys")) {
      if (key.get("key").asText().equals(name)) {
        return key.get("value").asText();
      }
    }
    return null;
  }

  /** The newest notice of this kind says this. */
  public void assertNoticed(String kind, String value) {
    assertThat(newest("/notices?kind=" + kind).get("value").asText()).as(kind).isEqualTo(value);
  }

  /** The requests of this action that the station sent, newest first, by the message log. */
  public List<JsonNode> sent(String action) {
    return StreamSupport.stream(
            items("/messages?caller=Charger&action=" + action).spliterator(), false)
        .map(entry -> Json.parse(entry.get("request").asText()).get(PAYLOAD))
        .toList();
  }

  /** Readings without a transaction stand in the message log; the newest says this. */
  public void assertMetered(int evseId, int registerWh) {
    soon(
        () ->
            assertThat(sent("MeterValues"))
                .isNotEmpty()
                .first()
                .satisfies(
                    sent -> {
                      assertThat(sent.path("evseId").asInt(sent.path("connectorId").asInt()))
                          .isEqualTo(evseId);
                      assertThat(sent.at("/meterValue/0/sampledValue/0/value").asInt())
                          .isEqualTo(registerWh);
                    }));
  }
}
