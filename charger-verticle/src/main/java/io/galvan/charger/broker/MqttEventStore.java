package io.galvan.charger.broker;

import io.galvan.contract.broker.MqttEvents.Stored;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Events that wait for the external MQTT broker, by their numbers. */
final class MqttEventStore {
  Future<Long> add(SqlClient sql, EventBatch batch) {
    return sql.preparedQuery("insert into mqtt_event (events) values ($1) returning number")
        .execute(Tuple.of(Mapper.write(batch)))
        .map(rows -> rows.iterator().next().getLong("number"));
  }

  /** Deletes all up to this number; gives how many. */
  Future<Integer> trim(SqlClient sql, long number) {
    return sql.preparedQuery("delete from mqtt_event where number <= $1")
        .execute(Tuple.of(number))
        .map(rows -> rows.rowCount());
  }

  Future<List<Stored>> oldest(SqlClient sql, int limit) {
    return sql.preparedQuery("select number, events from mqtt_event order by number limit $1")
        .execute(Tuple.of(limit))
        .map(
            rows -> {
              List<Stored> items = new ArrayList<>(rows.size());
              for (Row row : rows) {
                items.add(
                    new Stored(
                        row.getLong("number"),
                        Mapper.read(row.getString("events"), EventBatch.class)));
              }
              return items;
            });
  }
}
