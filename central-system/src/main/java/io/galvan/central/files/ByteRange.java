package io.galvan.central.files;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a file that is asked for (RFC 9110, 14).
 *
 * @param first byte, from 0
 * @param last byte, included; before the first when nothing of the range is in the file
 */
record ByteRange(long first, long last) {
  private static final Pattern ONE =
      Pattern.compile("bytes\\s*=\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})");

  long length() {
    return last - first + 1;
  }

  boolean satisfiable() {
    return length() > 0;
  }

  static ByteRange whole(long size) {
    return new ByteRange(0, size - 1);
  }

  /** Empty for a header that means nothing to us, such as several ranges: all is sent then. */
  static Optional<ByteRange> parse(@Nullable String header, long size) {
    if (header == null) {
      return Optional.empty();
    }
    Matcher range = ONE.matcher(header.strip().toLowerCase(Locale.ROOT));
    if (!range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
      return Optional.empty();
    }
    if (range.group(1).isEmpty()) {
      long suffix = Math.min(Long.parseLong(range.group(2)), size);
      return Optional.of(new ByteRange(size - suffix, size - 1));
    }
    long first = Long.parseLong(range.group(1));
    if (range.group(2).isEmpty()) {
      return Optional.of(new ByteRange(first, size - 1));
    }
    long last = Long.parseLong(range.group(2));
    return last < first
        ? Optional.empty()
        : Optional.of(new ByteRange(first, Math.min(last, size - 1)));
  }
}
