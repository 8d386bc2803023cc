package io.galvan.central.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.central.command.CommandService.CommandRequest;
import io.galvan.central.command.CommandService.Outcome;
import io.galvan.central.session.CommandVerdict;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.CallOutcome;
import io.galvan.contract.command.Commands.CloseCommand;
import io.galvan.contract.command.Commands.CommandSent;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.command.Commands.NodeAnswer;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/**
 * The API before a station that gives the answers a test lays ready, each closing its command as a
 * session would.
 */
abstract class StationPlansFixture extends DeployedApiFixture {
  static final String NO_ANSWER = "no answer";
  static final String ACCEPTED = "{\"status\":\"Accepted\"}";

  final Bus bus = Bus.of(vertx);
  final List<CommandRequest> sent = new CopyOnWriteArrayList<>();
  private final Deque<String> answers = new ArrayDeque<>();
  private final AtomicInteger chargers = new AtomicInteger();

  /** A station's answer: a payload, the code of a CALLERROR, or none; NOBODY is not connected. */
  @Override
  Future<Outcome> execute(CommandRequest request) {
    sent.add(request);
    return open(bus, request)
        .compose(
            opened -> {
              String id = opened.command().id();
              return bus.request(Commands.SENT, new CommandSent(id, Instant.EPOCH, "node-1"))
                  .compose(sent -> bus.request(Commands.CLOSE, close(id, request)));
            })
        .compose(
            command ->
                request.chargerId().startsWith("NOBODY")
                    ? Future.failedFuture(new GalvanException(Fault.NOT_CONNECTED, "not connected"))
                    : Future.succeededFuture(new Outcome(command)));
  }

  private CloseCommand close(String id, CommandRequest request) {
    if (request.chargerId().startsWith("NOBODY")) {
      return new CloseCommand(id, CommandState.Failed, null, null, null, "not connected");
    }
    String answer;
    synchronized (answers) {
      answer = answers.poll();
    }
    assertThat(answer).as("an answer to " + request).isNotNull();
    return CommandVerdict.close(
        id,
        answer.equals(NO_ANSWER)
            ? new NodeAnswer(CallOutcome.NoAnswer, null, null, "no answer in time")
            : answer.startsWith("{")
                ? new NodeAnswer(CallOutcome.Result, answer, null, null)
                : new NodeAnswer(CallOutcome.Error, null, answer, "said the station"));
  }

  void willAnswer(String... next) {
    synchronized (answers) {
      answers.addAll(List.of(next));
    }
  }

  @BeforeEach
  void forget() {
    sent.clear();
    synchronized (answers) {
      answers.clear();
    }
  }

  JsonNode ask(String method, String path, @Nullable Object body, int expected) {
    return ask(method, path, body, token).json(expected);
  }

  JsonNode get(String path) {
    return ask("GET", path, null, 200);
  }

  JsonNode post(String path, Object body) {
    return ask("POST", path, body, 200);
  }

  static String field(JsonNode problem) {
    return problem.get("errors").get(0).get("field").asText();
  }

  String charger(String prefix) {
    String id = prefix + chargers.incrementAndGet();
    ask(
        "POST",
        "/chargers",
        Map.of("id", id, "registration", "Accepted", "strict", false, "defaultVersion", "V1_6"),
        201);
    return id;
  }

  static JsonNode payload(CommandRequest request) {
    try {
      return Mapper.JSON.readTree(request.request());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
