create sequence message_log_seq;

-- A partition a day (UTC), so that old days leave by dropping a table.
create table message_log (
  charger_id text collate "C" not null,
  at timestamptz not null,
  seq bigint not null default nextval('message_log_seq'),
  caller text not null,
  message_id text,
  action text,
  request text not null,
  response text,
  error_code text,
  duration_us bigint,
  deviations text
) partition by range (at);

create index message_log_newest on message_log (charger_id, at desc, seq desc);

-- Takes what no day's partition takes.
create table message_log_other partition of message_log default;

-- Makes the partition of a day where it is missing; safe to call from many nodes at once.
-- Attaching locks the log less than creating in place, and rows of the day that went to the
-- default partition move along.
create function keep_log_day(day date) returns void language plpgsql as $$
declare
  partition text := 'message_log_' || to_char(day, 'YYYYMMDD');
  first timestamptz := day::timestamp at time zone 'UTC';
  past timestamptz := (day + 1)::timestamp at time zone 'UTC';
begin
  perform pg_advisory_xact_lock('message_log'::regclass::oid::bigint);
  if to_regclass(partition) is not null then
    return;
  end if;
  execute format('create table %I (like message_log including all)', partition);
  execute format(
    'with moved as (delete from message_log_other where at >= %L and at < %L returning *)'
    ' insert into %I select * from moved', first, past, partition);
  execute format(
    'alter table message_log attach partition %I for values from (%L) to (%L)',
    partition, first, past);
end
$$;

-- Drops the partitions of all days before this one.
create function drop_log_days(before date) returns void language plpgsql as $$
declare
  partition text;
begin
  perform pg_advisory_xact_lock('message_log'::regclass::oid::bigint);
  for partition in
    select c.relname
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'message_log'::regclass
      and c.relname ~ '^message_log_[0-9]{8}$'
      and to_date(right(c.relname, 8), 'YYYYMMDD') < before
  loop
    execute format('drop table %I', partition);
  end loop;
  delete from message_log_other where at < before::timestamp at time zone 'UTC';
end
$$;
