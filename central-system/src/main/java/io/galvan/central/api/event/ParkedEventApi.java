package io.galvan.central.api.event;

import static io.galvan.central.api.operation.Operation.of;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Schema;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.json.Mapper;
import io.galvan.platform.outbox.Outboxes;
import io.galvan.platform.outbox.Outboxes.Parked;
import io.galvan.platform.outbox.Outboxes.ParkedKey;
import io.galvan.platform.outbox.Outboxes.ParkedList;
import io.galvan.platform.outbox.Outboxes.ParkedQuery;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events that a subscriber failed on again and again, of all services. */
public final class ParkedEventApi {
  private static final String ORDER = "parked_event";
  private static final int SUBSCRIBER = 64;
  private static final int ID = 40;
  private static final long TIMEOUT_MS = 10_000;

  /** Of one time, as their ids. */
  private static final Comparator<Item> NEWEST_FIRST =
      Comparator.comparing(Item::parkedAt)
          .thenComparing(item -> item.schema)
          .thenComparing(item -> item.number)
          .reversed();

  private final Bus bus;

  public ParkedEventApi(Bus bus) {
    this.bus = bus;
  }

  /** As the contract has it; the schema and the number in it make the id. */
  record Item(
      @com.fasterxml.jackson.annotation.JsonIgnore Schema schema,
      @com.fasterxml.jackson.annotation.JsonIgnore long number,
      String id,
      String subscriber,
      String type,
      @Nullable String chargerId,
      JsonNode event,
      String fault,
      int attempts,
      Instant parkedAt,
      @Nullable Instant repeatedAt) {
    static Item of(Schema schema, Parked parked) {
      return new Item(
          schema,
          parked.id(),
          schema.name() + "-" + parked.id(),
          parked.subscriber(),
          parked.type(),
          parked.chargerId(),
          Mapper.read(parked.event(), JsonNode.class),
          parked.fault(),
          parked.attempts(),
          parked.parkedAt(),
          parked.repeatedAt());
    }
  }

  record Page(List<Item> items, @Nullable String next) {}

  public List<Operation> operations() {
    return List.of(
        of("listParkedEvents", Access.VIEWER, this::list),
        of("repeatParkedEvent", Access.OPERATOR, this::repeat));
  }

  private Future<?> list(Call call) {
    int limit = call.limit();
    Cursor after = Cursor.decode(call.cursor(), ORDER);
    Key last = after == null ? null : key(after.id());
    List<Future<ParkedList>> pages = new ArrayList<>();
    for (Schema schema : Outboxes.SOURCES) {
      pages.add(
          bus.requestAt(
              Outboxes.PARKED,
              schema.name(),
              new ParkedQuery(
                  call.text("subscriber", SUBSCRIBER),
                  call.flag("repeated"),
                  limit + 1,
                  after == null ? null : after.keyTime(),
                  last != null && last.schema() == schema ? last.number() : null,
                  last != null && schema.compareTo(last.schema()) < 0),
              TIMEOUT_MS));
    }
    return Future.all(pages)
        .onSuccess(
            ok -> {
              List<Item> items = new ArrayList<>();
              for (int i = 0; i < pages.size(); i++) {
                Schema schema = Outboxes.SOURCES.get(i);
                for (Parked parked : pages.get(i).result().items()) {
                  items.add(Item.of(schema, parked));
                }
              }
              items.sort(NEWEST_FIRST);
              call.ok(
                  items.size() <= limit
                      ? new Page(items, null)
                      : new Page(items.subList(0, limit), cursor(items.get(limit - 1))));
            });
  }

  private static String cursor(Item item) {
    return new Cursor(ORDER, item.parkedAt().toString(), item.id()).encode();
  }

  private Future<?> repeat(Call call) {
    Key key = key(call.path("parkedEventId", ID));
    if (key == null) {
      throw GalvanException.notFound("the parked event");
    }
    return bus.requestAt(
            Outboxes.REPEAT, key.schema().name(), new ParkedKey(key.number()), TIMEOUT_MS)
        .onSuccess(parked -> call.ok(Item.of(key.schema(), parked)));
  }

  private record Key(Schema schema, long number) {}

  private static @Nullable Key key(String id) {
    int dash = id.indexOf('-');
    for (Schema schema : Outboxes.SOURCES) {
      if (dash > 0 && schema.name().equals(id.substring(0, dash))) {
        try {
          return new Key(schema, Long.parseLong(id.substring(dash + 1)));
        } catch (NumberFormatException e) {
          return null;
        }
      }
    }
    return null;
  }
}
