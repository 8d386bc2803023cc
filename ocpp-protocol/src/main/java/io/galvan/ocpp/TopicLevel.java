package io.galvan.ocpp;

import java.util.List;
import java.util.Optional;

/**
 * A text as one level of an MQTT topic: {@code / + # %} are percent-encoded, in upper-case
 * hexadecimal, and nothing else is. The first three mean something to MQTT; every other character
 * stands as it is, in UTF-8.
 */
public final class TopicLevel {
  private static final String ENCODED = "/+#%";
  private static final List<String> ESCAPES = List.of("%2F", "%2B", "%23", "%25");
  private static final int ESCAPE_LENGTH = 3;

  private TopicLevel() {}

  /** The text as a level. */
  public static String encode(String text) {
    StringBuilder level = new StringBuilder(text.length() + 2 * ESCAPE_LENGTH);
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      int encoded = ENCODED.indexOf(letter);
      if (encoded >= 0) {
        level.append(ESCAPES.get(encoded));
      } else {
        level.append(letter);
      }
    }
    return level.toString();
  }

  /**
   * The text that this level stands for. Empty when {@link #encode} makes no such level: two
   * spellings of one text would be two topics.
   */
  public static Optional<String> decode(String level) {
    StringBuilder text = new StringBuilder(level.length());
    int i = 0;
    while (i < level.length()) {
      char letter = level.charAt(i);
      if (ENCODED.indexOf(letter) < 0) {
        text.append(letter);
        i++;
        continue;
      }
      int end = Math.min(i + ESCAPE_LENGTH, level.length());
      int encoded = ESCAPES.indexOf(level.substring(i, end));
      if (encoded < 0) {
        return Optional.empty();
      }
      text.append(ENCODED.charAt(encoded));
      i = end;
    }
    return Optional.of(text.toString());
  }
}
