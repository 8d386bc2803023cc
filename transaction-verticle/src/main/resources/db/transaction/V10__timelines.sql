-- A station of OCPP 1.6 keeps transaction ids in 32 bits.
alter table transaction alter column id set maxvalue 2147483647;

alter table transaction
  -- Names of the marks that metering sets, with commas between.
  add column marks text not null default '',
  -- An inferred end was replaced by one that was told.
  add column end_corrected boolean not null default false,
  -- What metering must remember between two readings, as JSON.
  add column meter_state text,
  -- When the start was stored, by our own clock.
  add column received_at timestamptz,
  -- The station booted at this time and has not yet told what became of the transaction.
  add column doubted_at timestamptz;
update transaction set received_at = started_at,
  marks = case when meter_went_back then 'MeterWentBack' else '' end;
alter table transaction alter column received_at set not null, drop column meter_went_back;

-- No index holds what metering changes (energy, power, meter state): a row is then changed in place.
create index transaction_doubted on transaction (doubted_at) where running and doubted_at is not null;
create index transaction_running_started on transaction (started_at desc, id desc) where running;
create index transaction_token on transaction (lower(id_token), started_at desc, id desc);

-- What is known of a transaction, and how. Rows are only added.
create table transaction_fact (
  id bigint generated always as identity primary key,
  transaction_id bigint not null,
  at timestamptz not null,
  recorded_at timestamptz not null,
  kind text not null,
  fact text not null,
  detail text not null
);
-- A fact told twice is one.
create unique index transaction_fact_once on transaction_fact (transaction_id, fact, kind, at, md5(detail));

insert into transaction_fact (transaction_id, at, recorded_at, kind, fact, detail)
select id, started_at, received_at, 'Received', 'Started', json_build_object('connectorId', connector_id, 'meterStartWh', meter_start_wh)::text
from transaction order by id;
insert into transaction_fact (transaction_id, at, recorded_at, kind, fact, detail)
select id, stopped_at, updated_at, case when inferred_end is null then 'Received' else 'Inferred' end, 'Ended',
  json_build_object('meterStopWh', meter_stop_wh, 'reason', coalesce(stop_reason, inferred_end))::text
from transaction where not running order by id;
