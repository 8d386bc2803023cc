package io.galvan.ocpp.rpc;

import io.galvan.ocpp.shape.Json;
import org.jspecify.annotations.Nullable;

/** Mends the two kinds of broken JSON that chargers are known to send. */
final class BrokenJson {
  private BrokenJson() {}

  /**
   * The text with {@code null} for values that are not there ({@code "transactionId":,}), and with
   * the brackets that a cut-off text lacks, if it ends after a whole value that no more characters
   * could continue; null when there is nothing of the kind to mend.
   */
  static @Nullable String mend(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    StringBuilder open = new StringBuilder();
    boolean inString = false;
    boolean mended = false;
    char last = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (inString) {
        if (c == '\\' && i + 1 < text.length()) {
          out.append(c);
          c = text.charAt(++i);
        } else if (c == '"') {
          inString = false;
          last = c;
        }
        out.append(c);
        continue;
      }
      if (last == ':' && (c == ',' || c == '}')) {
        out.append("null");
        mended = true;
      }
      switch (c) {
        case '"' -> inString = true;
        case '{' -> open.append('}');
        case '[' -> open.append(']');
        case '}', ']' -> {
          if (open.isEmpty() || open.charAt(open.length() - 1) != c) {
            return null;
          }
          open.setLength(open.length() - 1);
        }
        default -> {}
      }
      if (open.length() > Json.MAX_DEPTH) {
        return null;
      }
      if (c > ' ') {
        last = c;
      }
      out.append(c);
    }
    if (inString || (open.length() > 0 && "}]\"el".indexOf(last) < 0)) {
      return null;
    }
    mended |= open.length() > 0;
    return mended ? out.append(open.reverse()).toString() : null;
  }
}
