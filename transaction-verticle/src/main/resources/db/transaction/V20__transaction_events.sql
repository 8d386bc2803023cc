-- A station of OCPP 2.x tells its transaction in events, of which any may come first; what is not told yet is null.
alter table transaction
  alter column id_token drop not null,
  alter column token_status drop not null,
  -- Null for a transaction of OCPP 1.6, whose id is ours.
  add column station_transaction_id text,
  add column evse_id int,
  add column id_token_type text,
  add column charging_state text,
  add column remote_start_id int,
  -- The start was not told: started_at is the time of the earliest event.
  add column start_inferred boolean not null default false,
  -- The first register that was told, exactly; meter_start_wh is it in whole Wh.
  add column meter_begin numeric,
  -- The numbers of the events that were told, as ranges.
  add column seq_nos text,
  add column cost numeric,
  add column currency text;
drop index transaction_start;
create unique index transaction_start
  on transaction (charger_id, started_at, connector_id, lower(id_token), meter_start_wh, coalesce(station_transaction_id, ''));
create unique index transaction_station on transaction (charger_id, station_transaction_id)
  where station_transaction_id is not null;

-- What is read of a transaction of OCPP 2.x only when one looks at it, or when an event of it comes.
create table transaction_detail (
  transaction_id bigint primary key,
  -- What the station told last of each part, as JSON.
  detail text not null default '{}',
  -- The tariff as it was when it was chosen, as JSON.
  tariff text,
  -- What the station is to be told, until it confirms it, as JSON.
  wanted_limit text,
  -- When the station was told the cost so far.
  told_cost_at timestamptz,
  -- The station's answer to GetTransactionStatus.
  ongoing boolean,
  messages_in_queue boolean,
  status_at timestamptz
) with (fillfactor = 70);

-- One row an event, a partition a month.
create table transaction_event (
  transaction_id bigint not null,
  charger_id text not null,
  station_transaction_id text not null,
  seq_no int not null,
  kind text not null,
  at timestamptz not null,
  trigger_reason text not null,
  offline boolean not null,
  -- Tells an event that is told again from another one of the same number.
  digest bigint not null,
  received_at timestamptz not null
) partition by range (received_at);
create index transaction_event_of on transaction_event (transaction_id, seq_no);
create table transaction_event_other partition of transaction_event default;
