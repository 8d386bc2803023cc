package io.galvan.simulator.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of a CALL, prepared: only what differs from call to call is filled in. Placeholders are
 * a dollar sign and a letter.
 */
final class Template {
  /** What an answer must have to be right. */
  enum Expected {
    RESULT,
    ACCEPTED,
    /** Accepted, and the id of a transaction. */
    TRANSACTION
  }

  private static final char MESSAGE_ID = 'I';
  private static final char TIME = 'T';
  private static final char TRANSACTION = 'X';
  private static final char ENERGY = 'W';
  private static final char SEQUENCE = 'Q';

  private final String action;
  private final Expected expected;
  private final byte[][] texts;
  private final char[] placeholders;
  private final boolean opens;
  private long answered;

  Template(String action, Expected expected, String payload) {
    this(action, expected, false, payload);
  }

  /**
   * @param opens whether it begins a transaction whose id is the station's own
   */
  Template(String action, Expected expected, boolean opens, String payload) {
    this.opens = opens;
    this.action = action;
    this.expected = expected;
    String whole = "[2,\"$I\",\"" + action + "\"," + payload + "]";
    List<byte[]> parts = new ArrayList<>();
    StringBuilder found = new StringBuilder();
    int from = 0;
    for (int at = whole.indexOf('$'); at >= 0; at = whole.indexOf('$', from)) {
      parts.add(whole.substring(from, at).getBytes(StandardCharsets.UTF_8));
      found.append(whole.charAt(at + 1));
      from = at + 2;
    }
    parts.add(whole.substring(from).getBytes(StandardCharsets.UTF_8));
    this.texts = parts.toArray(byte[][]::new);
    this.placeholders = found.toString().toCharArray();
  }

  String action() {
    return action;
  }

  Expected expected() {
    return expected;
  }

  boolean opens() {
    return opens;
  }

  void countAnswer() {
    answered++;
  }

  /** How often it was answered, warm-up and all. */
  long answered() {
    return answered;
  }

  /** Writes the text. */
  void write(
      Scratch out, byte[] messageId, byte[] time, long transaction, long energyWh, long sequence) {
    out.clear();
    for (int i = 0; i < placeholders.length; i++) {
      out.add(texts[i]);
      switch (placeholders[i]) {
        case MESSAGE_ID -> out.add(messageId);
        case TIME -> out.add(time);
        case TRANSACTION -> out.add(transaction);
        case ENERGY -> out.add(energyWh);
        case SEQUENCE -> out.add(sequence);
        default -> throw new IllegalStateException("placeholder " + placeholders[i]);
      }
    }
    out.add(texts[placeholders.length]);
  }
}
