-- What nobody told is not 0.
alter table transaction
  alter column energy_wh drop not null, alter column energy_wh drop default,
  alter column meter_start_wh drop not null,
  -- How many transactions had such a start, or in OCPP 2.x the station's id, before.
  add column reuse int not null default 0;
update transaction set meter_start_wh = null, energy_wh = case when meter_state like '%"registered":true%' then energy_wh end
where station_transaction_id is not null and meter_begin is null;

-- A start is told again until its stop is; after that it is another one.
drop index transaction_start;
create unique index transaction_start on transaction
  (charger_id, started_at, connector_id, lower(id_token), coalesce(meter_start_wh, -1), coalesce(station_transaction_id, ''), reuse);
drop index transaction_station;
create unique index transaction_station on transaction (charger_id, station_transaction_id, reuse)
  where station_transaction_id is not null;

-- What metering remembers of transactions that still count, in its new form.
update transaction set meter_state = json_build_object(
    'attributed', replace(meter_state::json ->> 'attributed', '"Station"', '"Connector"')::json,
    'energy', json_build_object('told',
      (meter_state::jsonb -> 'energy') || jsonb_build_object('register',
        (meter_state::jsonb -> 'energy') || jsonb_build_object('begin', coalesce(meter_begin, meter_start_wh)))))::text
where meter_state is not null and (running or inferred_end is not null) and coalesce(meter_begin, meter_start_wh) is not null;
update transaction set meter_state = null
where meter_state is not null and (running or inferred_end is not null) and coalesce(meter_begin, meter_start_wh) is null;

-- The event that told a reading, or the last one before it: what came after what. Null in OCPP 1.6.
alter table meter_value add column seq_no int;
