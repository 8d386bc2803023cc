package io.galvan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A charging station that does what a case tells it and nothing of itself. It answers no message
 * without being told to, and fails on every frame that the case does not expect.
 */
public final class CaseStation {
  private static final int CALL = 2;
  private static final int CALL_RESULT = 3;
  private static final int CALL_ERROR = 4;
  private static final int SEND = 6;
  private static final int MAX_MESSAGE_ID = 36;

  private final Line line;
  private final Version version;
  private final Deque<JsonNode> waitingCalls = new ArrayDeque<>();
  private int sent;
  private @Nullable JsonNode unanswered;

  public CaseStation(Line line, Version version) {
    this.line = line;
    this.version = version;
  }

  public Line line() {
    return line;
  }

  /** Sends a request and gives the payload of its answer, which must be a CALLRESULT. */
  public JsonNode call(String action, String payload, Object... arguments) {
    JsonNode request = Json.of(payload, arguments);
    Schemas.checkRequest(version, action, request);
    JsonNode frame = exchange(action, request);
    assertThat(frame.get(0).asInt()).as("%s is answered %s", action, frame).isEqualTo(CALL_RESULT);
    assertThat(frame).as("CALLRESULT").hasSize(3);
    Schemas.checkResponse(version, action, frame.get(2));
    return frame.get(2);
  }

  /** Gives the frame that answers, be it a result or an error. */
  private JsonNode exchange(String action, JsonNode request) {
    String id = "station-" + ++sent;
    line.send("[%d,\"%s\",\"%s\",%s]".formatted(CALL, id, action, request));
    JsonNode frame = next(action + " was not answered");
    while (frame.get(0).asInt() == CALL) {
      // Both directions are independent: a request of the central system may come before its
      // answer.
      waitingCalls.add(frame);
      frame = next(action + " was not answered");
    }
    assertThat(frame.get(1).asText()).as("id of the answer to " + action).isEqualTo(id);
    return frame;
  }

  /** Sends a request that must be refused; gives the code of the CALLERROR. */
  public String refusedCall(String action, String payload, Object... arguments) {
    JsonNode request = Json.of(payload, arguments);
    Schemas.checkRequest(version, action, request);
    JsonNode frame = exchange(action, request);
    assertThat(frame.get(0).asInt()).as("%s is answered %s", action, frame).isEqualTo(CALL_ERROR);
    assertThat(frame).as("CALLERROR").hasSize(5);
    return frame.get(2).asText();
  }

  /** Sends what is never answered (a SEND of 2.1). */
  public void send(String action, String payload, Object... arguments) {
    JsonNode message = Json.of(payload, arguments);
    Schemas.checkMessage(version, action, message);
    line.send("[%d,\"station-%d\",\"%s\",%s]".formatted(SEND, ++sent, action, message));
  }

  /** Waits for the central system's request and gives its payload; it must be answered next. */
  public JsonNode expect(String action) {
    assertThat(unanswered).as("the central system may have one CALL outstanding").isNull();
    JsonNode frame = waitingCalls.poll();
    if (frame == null) {
      frame = next("the central system did not send " + action);
    }
    assertThat(frame.get(0).asInt()).as("a CALL, not %s", frame).isEqualTo(CALL);
    assertThat(frame).as("CALL").hasSize(4);
    assertThat(frame.get(1).asText()).hasSizeBetween(1, MAX_MESSAGE_ID);
    assertThat(frame.get(2).asText()).as("action of %s", frame).isEqualTo(action);
    Schemas.checkRequest(version, action, frame.get(3));
    unanswered = frame;
    return frame.get(3);
  }

  /** Answers the request expected last. */
  public void answer(JsonNode payload) {
    assertThat(unanswered).as("a request to answer").isNotNull();
    Schemas.checkResponse(version, unanswered.get(2).asText(), payload);
    line.send("[%d,%s,%s]".formatted(CALL_RESULT, unanswered.get(1), payload));
    unanswered = null;
  }

  /** Answers the request expected last with a CALLERROR of this code. */
  public void refuse(String errorCode) {
    assertThat(unanswered).as("a request to refuse").isNotNull();
    line.send("[%d,%s,\"%s\",\"\",{}]".formatted(CALL_ERROR, unanswered.get(1), errorCode));
    unanswered = null;
  }

  /**
   * Fails when the central system sent what no step of the case expects. What was sent before comes
   * before the answer to a heartbeat.
   */
  public void expectNothingElse() {
    call("Heartbeat", "{}");
    assertThat(waitingCalls).as("requests that the case does not expect").isEmpty();
    assertThat(line.received()).as("frames that the case does not expect").isEmpty();
    assertThat(line.closed()).as("the connection").isNotDone();
  }

  public void disconnect() {
    line.close();
  }

  private JsonNode next(String otherwise) {
    try {
      String text = line.received().poll(Line.PATIENCE_S, TimeUnit.SECONDS);
      assertThat(text).as(otherwise).isNotNull();
      JsonNode frame = Json.parse(text);
      assertThat(frame.isArray()).as("a frame: %s", text).isTrue();
      return frame;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
