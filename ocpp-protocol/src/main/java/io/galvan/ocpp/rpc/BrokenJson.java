package io.galvan.ocpp.rpc;

import io.galvan.ocpp.shape.Json;
import org.jspecify.annotations.Nullable;

/**
 * Mends the kinds of broken JSON that stations are known to send, in one pass:
 *
 * <ul>
 *   <li>a byte order mark before the text, and control characters between values, become spaces;
 *   <li>control characters in strings are escaped, a backslash that begins no escape stands for
 *       itself, and the escape of an apostrophe for the apostrophe;
 *   <li>strings in apostrophes, and words and numbers that JSON does not have (NaN, 007, True,
 *       unquoted names), become strings;
 *   <li>a value that is not there ({@code "transactionId":,}) becomes null, and a comma before a
 *       closing bracket is left out;
 *   <li>brackets that a cut-off text lacks are added, if it ends after a whole value that no more
 *       characters could continue.
 * </ul>
 */
final class BrokenJson {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /** Stands for a number or a word, of which more may have followed. */
  private static final char WORD = 'w';

  /** Stands for a whole true, false or null. */
  private static final char LITERAL = 'l';

  private final String text;
  private final StringBuilder out;
  private final StringBuilder open = new StringBuilder();
  private boolean mended;

  /** The last character that is no space: a bracket, a mark, or one of the signs above. */
  private char last;

  private int at;

  private BrokenJson(String text) {
    this.text = text;
    this.out = new StringBuilder(text.length() + 16);
  }

  /** The mended text; null when there is nothing of the kind to mend. */
  static @Nullable String mend(String text) {
    return new BrokenJson(text).mend();
  }

  private @Nullable String mend() {
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean whole =
          switch (c) {
            case '"', '\'' -> string(c);
            case '{', '[' -> opened(c);
            case '}', ']' -> closed(c);
            case ',', ':' -> mark(c);
            default -> c <= ' ' || c == BYTE_ORDER_MARK ? space(c) : word();
          };
      if (!whole) {
        return null;
      }
    }
    if (open.length() > 0 && (last == 0 || "}]\"l".indexOf(last) < 0)) {
      return null;
    }
    mended |= open.length() > 0;
    return mended ? out.append(open.reverse()).toString() : null;
  }

  private boolean opened(char c) {
    open.append(c == '{' ? '}' : ']');
    out.append(c);
    last = c;
    at++;
    return open.length() <= Json.MAX_DEPTH;
  }

  private boolean closed(char c) {
    if (open.isEmpty() || open.charAt(open.length() - 1) != c) {
      return false;
    }
    open.setLength(open.length() - 1);
    if (last == ':') {
      missing();
    } else if (last == ',') {
      out.deleteCharAt(out.lastIndexOf(","));
      mended = true;
    }
    out.append(c);
    last = c;
    at++;
    return true;
  }

  private boolean mark(char c) {
    if (last == ':' && c == ',') {
      missing();
    }
    out.append(c);
    last = c;
    at++;
    return true;
  }

  private void missing() {
    out.append("null");
    mended = true;
  }

  private boolean space(char c) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      out.append(c);
    } else {
      // Not left out: what stands on its two sides is not one word.
      out.append(' ');
      mended = true;
    }
    at++;
    return true;
  }

  /** Reads a string up to the quotation mark that it began with; false when it has no end. */
  private boolean string(char quote) {
    mended |= quote != '"';
    out.append('"');
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == quote) {
        out.append('"');
        last = '"';
        at++;
        return true;
      } else if (c == '\\') {
        escape();
      } else if (c < ' ') {
        out.append("\\u00").append(c < 16 ? '0' : '1').append(Character.forDigit(c % 16, 16));
        mended = true;
      } else if (c == '"') {
        out.append("\\\"");
      } else {
        out.append(c);
      }
    }
    return false;
  }

  /** Reads a backslash and what belongs to it. */
  private void escape() {
    char next = at + 1 < text.length() ? text.charAt(at + 1) : 0;
    if (next == '\'') {
      out.append(next);
      mended = true;
      at++;
    } else if (next == 'u' ? isHexadecimal(at + 2) : next > 0 && "\"\\/bfnrt".indexOf(next) >= 0) {
      out.append('\\').append(next);
      at++;
    } else {
      out.append("\\\\");
      mended = true;
    }
  }

  private boolean isHexadecimal(int from) {
    for (int i = from; i < from + 4; i++) {
      if (i >= text.length() || text.charAt(i) > 'f' || Character.digit(text.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Reads a literal or a number; anything else without quotation marks becomes a string. */
  private boolean word() {
    int begin = at;
    while (at < text.length() && isOfWord(text.charAt(at))) {
      at++;
    }
    if (at == begin) {
      return false;
    }
    String word = text.substring(begin, at);
    boolean literal = word.equals("true") || word.equals("false") || word.equals("null");
    if (literal || isNumber(word)) {
      out.append(word);
    } else {
      out.append('"').append(word).append('"');
      mended = true;
    }
    last = literal ? LITERAL : WORD;
    return true;
  }

  private static boolean isOfWord(char c) {
    return c < 128 && (Character.isLetterOrDigit(c) || "+-._$".indexOf(c) >= 0);
  }

  /** Whether a word is a number of JSON: no plus, no zero before digits, digits around a point. */
  private static boolean isNumber(String word) {
    int i = word.startsWith("-") ? 1 : 0;
    int whole = digits(word, i);
    if (whole == 0 || (whole > 1 && word.charAt(i) == '0')) {
      return false;
    }
    i += whole;
    if (i < word.length() && word.charAt(i) == '.') {
      int fraction = digits(word, i + 1);
      if (fraction == 0) {
        return false;
      }
      i += 1 + fraction;
    }
    if (i < word.length() && (word.charAt(i) | 0x20) == 'e') {
      i++;
      i += i < word.length() && "+-".indexOf(word.charAt(i)) >= 0 ? 1 : 0;
      int exponent = digits(word, i);
      if (exponent == 0) {
        return false;
      }
      i += exponent;
    }
    return i == word.length();
  }

  private static int digits(String word, int from) {
    int i = from;
    while (i < word.length() && word.charAt(i) >= '0' && word.charAt(i) <= '9') {
      i++;
    }
    return i - from;
  }
}
