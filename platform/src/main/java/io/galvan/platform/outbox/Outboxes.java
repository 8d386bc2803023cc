package io.galvan.platform.outbox;

import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.Schema;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.Published;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each service tells of its outbox, at addresses with the schema's name as suffix: events that
 * are kept for some time, how far subscribers are, and what they failed on.
 */
public final class Outboxes {
  /** Whose services publish events. */
  public static final List<Schema> SOURCES =
      List.of(Schema.auth, Schema.charger, Schema.transaction);

  /** Kept events after a place. */
  public static final BusAddress<Read, Page> READ =
      new BusAddress<>("outbox.read", Read.class, Page.class);

  /** The place that live listeners have reached. */
  public static final BusAddress<Ask, Head> HEAD =
      new BusAddress<>("outbox.head", Ask.class, Head.class);

  /** How this node's subscribers are. */
  public static final BusAddress<Ask, Status> STATUS =
      new BusAddress<>("outbox.status", Ask.class, Status.class);

  /** Events that a subscriber failed on, newest first. */
  public static final BusAddress<ParkedQuery, ParkedList> PARKED =
      new BusAddress<>("outbox.parked", ParkedQuery.class, ParkedList.class);

  /** Has a parked event delivered once more; one that was is only told. */
  public static final BusAddress<ParkedKey, Parked> REPEAT =
      new BusAddress<>("outbox.repeat", ParkedKey.class, Parked.class);

  private Outboxes() {}

  /** Whether the text is a place in an outbox. */
  public static boolean isPlace(String text) {
    try {
      Progress.parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Whether all rows before the other place are before this place too.
   *
   * @throws IllegalArgumentException if one of them is not a place
   */
  public static boolean covers(String place, String other) {
    return place.equals(other) || Progress.parse(place).covers(Progress.parse(other));
  }

  /** A node has written into the outbox that another one reads. */
  record Written(String schema) {}

  static BusAddress<Written, Done> written(String schema) {
    return new BusAddress<>("outbox.written." + schema, Written.class, Done.class);
  }

  public record Ask() {}

  /**
   * @param place from {@link Published} or {@link Head}; INVALID when it is none
   */
  public record Read(String place, int rows) {}

  /**
   * @param place after these events
   * @param lost events after the place that was asked for are gone already
   * @param more whether there may be more now
   */
  public record Page(List<Event> events, String place, boolean lost, boolean more) {}

  public record Head(String place) {}

  /**
   * @param ageSeconds of the oldest event that waits, 0 when none does; null when another node
   *     carries them, since this one does not know
   * @param parked events that wait for an operator
   */
  public record SubscriberStatus(String subscriber, @Nullable Double ageSeconds, long parked) {}

  public record Status(List<SubscriberStatus> subscribers) {}

  /**
   * @param beforeTime with beforeId: only those parked earlier, or then with a lower id; the id
   *     null: then too
   */
  public record ParkedQuery(
      @Nullable String subscriber,
      @Nullable Boolean repeated,
      int most,
      @Nullable Instant beforeTime,
      @Nullable Long beforeId,
      boolean then) {}

  public record ParkedKey(long id) {}

  /**
   * @param subscriber who failed on it
   * @param event as on the stream of events; as text, since it may be one that cannot be read
   * @param repeatedAt when it was delivered after all; null while it waits
   */
  public record Parked(
      long id,
      String subscriber,
      String eventId,
      String type,
      @Nullable String chargerId,
      String event,
      String fault,
      int attempts,
      Instant parkedAt,
      @Nullable Instant repeatedAt) {}

  public record ParkedList(List<Parked> items) {}
}
