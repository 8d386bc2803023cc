package io.galvan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The judge itself: a central system that misbehaves must fail its case. */
class CaseStationTest {
  /** Answers each frame sent with the frames that a test has put in. */
  private static final class ScriptedLine implements Line {
    final List<String> sent = new ArrayList<>();
    final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    @Override
    public void send(String text) {
      sent.add(text);
    }

    @Override
    public BlockingQueue<String> received() {
      return received;
    }

    @Override
    public CompletableFuture<String> closed() {
      return new CompletableFuture<>();
    }

    @Override
    public void close() {}
  }

  private static final String TIME = "2026-03-01T12:00:00Z";

  private final ScriptedLine line = new ScriptedLine();
  private final CaseStation station = new CaseStation(line, Version.V1_6);

  private void central(String frame) {
    line.received.add(frame.replace('\'', '"'));
  }

  @Test
  void shouldTakeARightAnswerAndARequestThatComesBeforeIt() {
    central("[2,'c-1','Reset',{'type':'Soft'}]");
    central("[3,'station-1',{'currentTime':'" + TIME + "'}]");
    assertThat(station.call("Heartbeat", "{}").get("currentTime").asText()).isEqualTo(TIME);
    assertThat(station.expect("Reset").get("type").asText()).isEqualTo("Soft");
    station.answer(Json.of("{'status':'Accepted'}"));
    assertThat(line.sent.get(1)).isEqualTo("[3,\"c-1\",{\"status\":\"Accepted\"}]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[4,'station-1','InternalError','',{}]",
        "[3,'station-2',{'currentTime':'2026-03-01T12:00:00Z'}]",
        "[3,'station-1',{}]",
        "[3,'station-1',{'currentTime':'2026-03-01T12:00:00Z','more':1}]",
        "[3,'station-1',{'currentTime':'noon'}]",
        "[3,'station-1',{'currentTime':'2026-03-01T12:00:00Z'},{}]",
        "{}",
        "no JSON"
      })
  void shouldFailOnAWrongAnswer(String frame) {
    central(frame);
    assertThatThrownBy(() -> station.call("Heartbeat", "{}")).isInstanceOf(AssertionError.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[2,'c-1','ClearCache',{}]",
        "[2,'c-1','Reset',{}]",
        "[2,'c-1','Reset',{'type':'Warm'}]",
        "[2,'c-1','Reset',{'type':'Soft','connectorId':null}]",
        "[2,'','Reset',{'type':'Soft'}]",
        "[2,'0123456789012345678901234567890123456','Reset',{'type':'Soft'}]",
        "[2,'c-1','Reset']",
        "[3,'station-1',{}]"
      })
  void shouldFailOnAWrongRequest(String frame) {
    central(frame);
    assertThatThrownBy(() -> station.expect("Reset")).isInstanceOf(AssertionError.class);
  }

  @Test
  void shouldFailOnWhatTheCaseDoesNotExpect() {
    central("[2,'c-1','Reset',{'type':'Soft'}]");
    central("[3,'station-1',{'currentTime':'" + TIME + "'}]");
    assertThatThrownBy(station::expectNothingElse)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("does not expect");
  }

  @Test
  void shouldFailOnASecondRequestBeforeTheFirstIsAnswered() {
    central("[2,'c-1','Reset',{'type':'Soft'}]");
    central("[2,'c-2','ClearCache',{}]");
    station.expect("Reset");
    assertThatThrownBy(() -> station.expect("ClearCache")).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> station.answer(Json.of("{'status':'Perhaps'}")))
        .isInstanceOf(AssertionError.class);
  }
}
