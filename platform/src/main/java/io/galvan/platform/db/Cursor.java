package io.galvan.platform.db;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.json.Mapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a page ended: the sort key and the id of its last item. Opaque to callers.
 *
 * @param order names the list and its order; a cursor fits that order only
 */
public record Cursor(String order, String key, String id) {
  private static final int MAX_LENGTH = 2_000;

  public String encode() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            Mapper.write(new String[] {order, key, id}).getBytes(StandardCharsets.UTF_8));
  }

  /** Null for no cursor; INVALID for one that was not given out for this order. */
  public static @Nullable Cursor decode(@Nullable String text, String order) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    Cursor cursor = read(text);
    if (cursor == null || !order.equals(cursor.order())) {
      throw invalid();
    }
    return cursor;
  }

  /** Whether a page of some list may have ended with it. */
  public static boolean wellFormed(String text) {
    return read(text) != null;
  }

  private static @Nullable Cursor read(String text) {
    if (text.length() > MAX_LENGTH) {
      return null;
    }
    try {
      String[] parts = Mapper.JSON.readValue(json(text), String[].class);
      return parts != null
              && parts.length == 3
              && storable(parts[0])
              && storable(parts[1])
              && storable(parts[2])
          ? new Cursor(parts[0], parts[1], parts[2])
          : null;
    } catch (IllegalArgumentException | JsonProcessingException e) {
      return null;
    }
  }

  private static String json(String text) {
    return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
  }

  private static boolean storable(@Nullable String part) {
    return part != null && part.indexOf('\0') < 0;
  }

  /** The key of an order by time. */
  public Instant keyTime() {
    try {
      return Instant.parse(key);
    } catch (DateTimeParseException e) {
      throw invalid();
    }
  }

  public long idNumber() {
    try {
      return Long.parseLong(id);
    } catch (NumberFormatException e) {
      throw invalid();
    }
  }

  private static GalvanException invalid() {
    return GalvanException.invalid("cursor", "the cursor does not belong to this list");
  }
}
