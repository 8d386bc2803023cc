package io.galvan.central.live;

import io.galvan.platform.db.Schema;
import io.galvan.platform.outbox.Outboxes;
import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * How far a stream of events has come: a place in the outbox of each service. Its text is the id of
 * events on the stream, from which a stream goes on at any node. Not thread-safe.
 */
final class Places {
  private static final int MOST_TEXT = 8_000;

  private final Map<Schema, String> places;

  Places() {
    this.places = new EnumMap<>(Schema.class);
  }

  private Places(Map<Schema, String> places) {
    this.places = new EnumMap<>(places);
  }

  Places copy() {
    return new Places(places);
  }

  @Nullable String get(Schema schema) {
    return places.get(schema);
  }

  void put(Schema schema, String place) {
    places.put(schema, place);
  }

  /** Whether all that was read up to the other place of that service was read here too. */
  boolean covers(Schema schema, String other) {
    String mine = places.get(schema);
    return mine != null && Outboxes.covers(mine, other);
  }

  /** As far as the others, or farther. */
  boolean covers(Places others) {
    return others.places.entrySet().stream()
        .allMatch(other -> covers(other.getKey(), other.getValue()));
  }

  /** Null while the place in an outbox is not known, or for more gaps than an id can hold. */
  @Nullable String text() {
    if (places.size() < Outboxes.SOURCES.size()) {
      return null;
    }
    StringJoiner text = new StringJoiner(",");
    places.forEach((schema, place) -> text.add(schema.name() + ":" + place));
    return text.length() > MOST_TEXT ? null : text.toString();
  }

  /** Reads what {@link #text} wrote; null for any other text. */
  static @Nullable Places parse(String text) {
    Places read = new Places();
    for (String part : text.split(",", Outboxes.SOURCES.size() + 1)) {
      int colon = part.indexOf(':');
      Schema schema = colon < 0 ? null : schema(part.substring(0, colon));
      if (schema == null || !Outboxes.isPlace(part.substring(colon + 1))) {
        return null;
      }
      read.put(schema, part.substring(colon + 1));
    }
    return read.places.size() == Outboxes.SOURCES.size() ? read : null;
  }

  /** The service of that name; null for none. */
  static @Nullable Schema schema(String name) {
    for (Schema schema : Outboxes.SOURCES) {
      if (schema.name().equals(name)) {
        return schema;
      }
    }
    return null;
  }
}
