-- Rows stay for some time after all have heard them, so that a stream of events can go on where it
-- was cut off.
alter table outbox
  add column size integer not null default 1,
  add column at timestamptz not null default now();

-- How far each subscriber has come: it has heard all rows up to an id, but for some that were not
-- there yet (a lower id may be committed later). 'removed' tells up to which row some were removed.
create table outbox_cursor (
  subscriber text primary key,
  position bigint not null,
  gaps bigint[] not null default '{}'
) with (fillfactor = 50);
insert into outbox_cursor (subscriber, position)
select 'removed', coalesce(
  (select min(id) - 1 from outbox),
  pg_sequence_last_value(pg_get_serial_sequence('outbox', 'id')::regclass),
  0);

-- Events that a subscriber failed on again and again: they wait here for an operator, the others go on.
create table parked_event (
  id bigint generated always as identity primary key,
  subscriber text not null,
  event_id text not null,
  type text not null,
  charger_id text,
  event text not null,
  fault text not null,
  attempts integer not null,
  parked_at timestamptz not null,
  repeated_at timestamptz,
  unique (subscriber, event_id)
);
create index parked_event_newest on parked_event (parked_at desc, id desc);
create index parked_event_waiting on parked_event (subscriber) where repeated_at is null;
