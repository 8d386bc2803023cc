package io.galvan.central.testing;

import java.util.Random;
import java.util.stream.Collectors;

/** One kind of damage to the text of an OCPP-J frame, for tests that send many of each. */
public enum MalformedCall {
  truncated,
  wrongType,
  unknownAction,
  missingField,
  unknownField,
  notAnArray,
  wrongMessageType,
  emptyText,
  deep,
  hugeNumber,
  longMessageId,
  numberAsId,
  noise,
  answerNobodyAskedFor,
  errorNobodyAskedFor,
  nullPayload,
  wrongDirection,
  binary,
  tooLarge,
  controlCharacters;

  private static final String GOOD =
      "[2,\"id\",\"MeterValues\",{\"connectorId\":1,\"meterValue\":[{\"timestamp\":\"2026-03-01T12:00:00Z\",\"sampledValue\":[{\"value\":\"1\",\"unit\":\"Wh\"}]}]}]";

  /**
   * A text that is damaged so; empty for those kinds that are no text.
   *
   * @param id the message id, where the damage leaves one
   */
  public String text(String id, Random random) {
    String good = GOOD.replace("id", id);
    return switch (this) {
      case truncated -> good.substring(0, 1 + random.nextInt(good.length() - 1));
      case wrongType -> "[2,\"" + id + "\",\"Authorize\",{\"idTag\":{\"a\":[1,2]}}]";
      case unknownAction -> "[2,\"" + id + "\",\"Action" + random.nextInt() + "\",{}]";
      case missingField -> "[2,\"" + id + "\",\"StatusNotification\",{\"connectorId\":1}]";
      case unknownField -> "[2,\"" + id + "\",\"Heartbeat\",{\"x" + random.nextInt() + "\":[]}]";
      case notAnArray -> "{\"messageTypeId\":2}";
      case wrongMessageType -> "[" + random.nextInt(5, 1000) + ",\"" + id + "\",\"Heartbeat\",{}]";
      case emptyText -> "";
      case deep -> "[2,\"" + id + "\",\"DataTransfer\"," + "[".repeat(5_000);
      case hugeNumber ->
          "[2,\"" + id + "\",\"StartTransaction\",{\"connectorId\":" + "9".repeat(2_000) + "}]";
      case longMessageId -> "[2,\"" + "x".repeat(37 + random.nextInt(500)) + "\",\"Heartbeat\",{}]";
      case numberAsId -> "[2," + random.nextInt() + ",\"Heartbeat\",{}]";
      case noise ->
          random
              .ints(1 + random.nextInt(300), 32, 0x3000)
              .mapToObj(Character::toString)
              .collect(Collectors.joining());
      case answerNobodyAskedFor -> "[3,\"" + id + "\",{}]";
      case errorNobodyAskedFor -> "[4,\"" + id + "\",\"GenericError\",\"\",{}]";
      case nullPayload -> "[2,\"" + id + "\",\"StatusNotification\",null]";
      case wrongDirection -> "[2,\"" + id + "\",\"Reset\",{\"type\":\"Hard\"}]";
      case controlCharacters -> "[2,\"" + id + "\",\"Authorize\",{\"idTag\":\"\u0001\u0002\"}]";
      case binary, tooLarge -> "";
    };
  }
}
