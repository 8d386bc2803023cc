package io.galvan.charger;

import io.galvan.platform.contract.Brokers.Turn;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/**
 * The nodes that read from the external broker. The database's clock is the one that all of them
 * share.
 */
final class BrokerStore {
  /** Until the transaction ends no other node's turn is decided. */
  Future<?> lock(SqlClient sql) {
    return sql.query("select pg_advisory_xact_lock('broker_node'::regclass::oid::bigint)")
        .execute();
  }

  /** Nodes that were not heard of for five seconds are gone. */
  Future<?> forget(SqlClient sql) {
    return sql.query(
            "delete from broker_node where seen_at < clock_timestamp() - interval '5 seconds'")
        .execute();
  }

  /** A node is there; it reads when no other does. */
  Future<?> seen(SqlClient sql, String nodeId) {
    return sql.preparedQuery(
            """
            insert into broker_node (node_id, seen_at, reads)
            values ($1, clock_timestamp(), not exists (select 1 from broker_node where reads))
            on conflict (node_id) do update set seen_at = excluded.seen_at,
              reads = broker_node.reads or excluded.reads
            """)
        .execute(Tuple.of(nodeId));
  }

  Future<Turn> turn(SqlClient sql) {
    return sql.query("select node_id, reads from broker_node order by node_id")
        .execute()
        .map(
            rows -> {
              List<String> nodes = new ArrayList<>();
              String reader = "";
              for (Row row : rows) {
                nodes.add(row.getString("node_id"));
                reader = row.getBoolean("reads") ? row.getString("node_id") : reader;
              }
              return new Turn(reader, nodes);
            });
  }

  Future<?> remove(SqlClient sql, String nodeId) {
    return sql.preparedQuery("delete from broker_node where node_id = $1")
        .execute(Tuple.of(nodeId));
  }
}
