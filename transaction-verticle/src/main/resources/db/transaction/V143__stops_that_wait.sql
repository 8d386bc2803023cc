-- A stop whose transaction nobody knows waits for it: state is Waiting, Assigned, Dismissed, or Contradicts for one that does not agree
-- with the end that its transaction was told first.
alter table unknown_stop drop constraint unknown_stop_pkey;
alter table unknown_stop
  add column id bigint generated always as identity primary key,
  alter column meter_stop_wh drop not null,
  add column state text not null default 'Waiting',
  add column assigned_to bigint,
  add column settled_by text,
  add column settled_at timestamptz;
update unknown_stop s set state = 'Contradicts'
where exists (select from transaction t where t.id = s.transaction_id and t.charger_id = s.charger_id);
create unique index unknown_stop_once on unknown_stop (charger_id, transaction_id, stopped_at, coalesce(meter_stop_wh, -1));
create index unknown_stop_waiting on unknown_stop (charger_id, received_at desc) where state = 'Waiting';
