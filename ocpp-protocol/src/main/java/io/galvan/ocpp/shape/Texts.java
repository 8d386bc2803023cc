package io.galvan.ocpp.shape;

/**
 * Strings that JSON can carry and a database or a wire in UTF-8 cannot: NUL and halves of pairs.
 */
public final class Texts {
  private static final char REPLACEMENT = '\uFFFD';

  private Texts() {}

  /** Whether the text holds neither U+0000 nor an unpaired surrogate. */
  public static boolean storable(String text) {
    for (int i = 0, length = text.length(); i < length; i++) {
      char unit = text.charAt(i);
      if (unit == 0) {
        return false;
      }
      if (Character.isSurrogate(unit)) {
        if (!pairAt(text, i)) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** The text without U+0000, with U+FFFD for each unpaired surrogate; itself if it has none. */
  public static String storableOf(String text) {
    return storable(text) ? text : paired(withoutNul(text));
  }

  static String withoutNul(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
  }

  /** The text with U+FFFD for each unpaired surrogate. */
  static String paired(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0, length = text.length(); i < length; i++) {
      char unit = text.charAt(i);
      if (!Character.isSurrogate(unit)) {
        out.append(unit);
      } else if (pairAt(text, i)) {
        out.append(unit).append(text.charAt(++i));
      } else {
        out.append(REPLACEMENT);
      }
    }
    return out.toString();
  }

  private static boolean pairAt(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1));
  }
}
