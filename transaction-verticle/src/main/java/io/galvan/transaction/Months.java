package io.galvan.transaction;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** Tables with a partition a month and one for all other times, named table_other. */
final class Months {
  private Months() {}

  /** Makes sure that this month and the next have their partition; two nodes may do so at once. */
  static Future<?> keep(SqlClient sql, String table, String column, Instant now) {
    YearMonth month = month(now);
    return create(sql, table, column, month)
        .compose(ok -> create(sql, table, column, month.plusMonths(1)));
  }

  /** Deletes the partitions of the months that ended before this time. */
  static Future<?> dropBefore(SqlClient sql, String table, Instant before) {
    return sql.query(
            """
            do $$
            declare partition text;
            begin
              for partition in
                select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
                where i.inhparent = '%1$s'::regclass and c.relname ~ '_\\d{4}_\\d{2}$'
                  and c.relname < '%1$s_%2$s'
              loop
                execute format('drop table %%I', partition);
              end loop;
            end
            $$
            """
                .formatted(table, name(month(before))))
        .execute();
  }

  private static YearMonth month(Instant at) {
    return YearMonth.from(LocalDate.ofInstant(at, ZoneOffset.UTC));
  }

  private static String name(YearMonth month) {
    return month.toString().replace('-', '_');
  }

  private static Future<?> create(SqlClient sql, String table, String column, YearMonth month) {
    return sql.query(
            """
            do $$
            begin
              perform pg_advisory_xact_lock(hashtext('transaction.%1$s'));
              if to_regclass('%1$s_%2$s') is null then
                -- Rows of this month may stand in the default partition, told by a clock that was ahead.
                create table %1$s_%2$s (like %1$s including all);
                with moved as (
                  delete from %1$s_other where %3$s >= '%4$s-01' and %3$s < '%5$s-01' returning *)
                insert into %1$s_%2$s select * from moved;
                alter table %1$s attach partition %1$s_%2$s for values from ('%4$s-01') to ('%5$s-01');
              end if;
            end
            $$
            """
                .formatted(table, name(month), column, month, month.plusMonths(1)))
        .execute();
  }
}
