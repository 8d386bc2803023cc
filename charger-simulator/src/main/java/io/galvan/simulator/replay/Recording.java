package io.galvan.simulator.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.galvan.ocpp.OcppVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A session as the message log's export tells it.
 *
 * @param version the one that most of its lines tell, or, if none does, that its messages fit
 * @param calls the charger's, in the order they came
 * @param answers what the charger answered the central system, by action, in order
 * @param passed lines that cannot be played: frames that are no CALL, or were cut
 * @param end when the last thing happened
 */
record Recording(
    OcppVersion version,
    List<Call> calls,
    Map<String, Queue<Answer>> answers,
    int passed,
    @Nullable Instant end) {
  static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final int MOST = 1_000_000;

  private static final int CALL = 2;
  private static final int SEND = 6;

  /**
   * A CALL of the charger, or a SEND.
   *
   * @param answered whether it is one that is answered: a CALL
   * @param answer the frame it got; null for none
   */
  record Call(
      Instant at, boolean answered, String action, JsonNode payload, @Nullable JsonNode answer) {
    /** The beginning of its frame. */
    int messageType() {
      return answered ? CALL : SEND;
    }
  }

  /**
   * @param frame what the charger answered; null for silence
   */
  record Answer(@Nullable ArrayNode frame) {}

  static Recording read(Path file) throws IOException {
    List<Call> calls = new ArrayList<>();
    Map<String, Queue<Answer>> answers = new HashMap<>();
    SpokenVersion version = new SpokenVersion();
    Map<OcppVersion, Integer> told = new EnumMap<>(OcppVersion.class);
    int passed = 0;
    int number = 0;
    Instant end = null;
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        number++;
        if (text.isBlank()) {
          continue;
        }
        if (calls.size() >= MOST) {
          throw new IOException(file + " has more than " + MOST + " messages");
        }
        JsonNode line = line(file, number, text);
        Instant at = time(file, number, line);
        end = end == null || at.isAfter(end) ? at : end;
        told(line).ifPresent(spoken -> told.merge(spoken, 1, Integer::sum));
        JsonNode frame = line.path("request");
        JsonNode response = line.path("response");
        boolean charger = line.path("caller").asText().equals("Charger");
        if (charger && (isCall(frame) || isSend(frame))) {
          version.consider(frame);
          calls.add(
              new Call(
                  at,
                  isCall(frame),
                  frame.get(2).asText(),
                  frame.get(3),
                  response.isArray() ? response : null));
        } else if (charger || !isCall(frame)) {
          passed++;
        } else {
          answers
              .computeIfAbsent(frame.get(2).asText(), action -> new ArrayDeque<>())
              .add(
                  new Answer(
                      response instanceof ArrayNode array && isAnswer(array) ? array : null));
        }
      }
    }
    OcppVersion spoken =
        told.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElseGet(version::mostLikely);
    return new Recording(spoken, calls, answers, passed, end);
  }

  /** The version that a line tells; exports of earlier Galvans tell none. */
  private static Optional<OcppVersion> told(JsonNode line) {
    String name = line.path("ocppVersion").asText();
    return Arrays.stream(OcppVersion.values())
        .filter(version -> version.name().equals(name))
        .findFirst();
  }

  private static JsonNode line(Path file, int number, String text) throws IOException {
    try {
      JsonNode line = JSON.readTree(text);
      if (line.isObject()) {
        return line;
      }
    } catch (JsonProcessingException e) {
      // told below
    }
    throw new IOException(file + ", line " + number + ": no JSON object");
  }

  private static Instant time(Path file, int number, JsonNode line) throws IOException {
    try {
      return Instant.parse(line.path("at").asText());
    } catch (DateTimeParseException e) {
      throw new IOException(file + ", line " + number + ": \"at\" is no time", e);
    }
  }

  static boolean isCall(JsonNode frame) {
    return asks(frame, CALL);
  }

  private static boolean isSend(JsonNode frame) {
    return asks(frame, SEND);
  }

  private static boolean asks(JsonNode frame, int messageType) {
    return frame.isArray()
        && frame.size() == 4
        && frame.get(0).asInt() == messageType
        && frame.get(2).isTextual()
        && frame.get(3).isObject();
  }

  private static boolean isAnswer(JsonNode frame) {
    return frame.size() >= 3 && (frame.get(0).asInt() == 3 || frame.get(0).asInt() == 4);
  }
}
