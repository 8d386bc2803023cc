create table device_monitor (
  charger_id text collate "C" not null references charger on delete cascade,
  monitor_id int not null,
  component text not null,
  component_instance text not null,
  evse_id int not null,
  connector_id int not null,
  variable text not null,
  variable_instance text not null,
  type text not null,
  value numeric not null,
  severity int not null,
  transaction boolean not null,
  kind text,
  report_id bigint,
  updated_at timestamptz not null,
  primary key (charger_id, monitor_id)
) with (fillfactor = 80);

-- The base and the level of monitoring that a station accepted last.
create table device_monitoring (
  charger_id text collate "C" primary key references charger on delete cascade,
  base text,
  level int
) with (fillfactor = 80);

create table device_event (
  id bigint generated always as identity primary key,
  charger_id text collate "C" not null references charger on delete cascade,
  event_id int not null,
  at timestamptz not null,
  trigger text not null,
  component text collate "C" not null,
  component_instance text collate "C" not null,
  evse_id int not null,
  connector_id int not null,
  variable text collate "C" not null,
  variable_instance text collate "C" not null,
  actual_value text,
  cause int,
  tech_code text,
  tech_info text,
  cleared boolean,
  station_transaction_id text,
  monitor_id int,
  kind text,
  severity int,
  stored_at timestamptz not null
);

-- Told twice, since the first answer got lost, it is one event.
create unique index device_event_once on device_event
  (charger_id, at, event_id, component, component_instance, evse_id, connector_id, variable,
   variable_instance);
create index device_event_newest on device_event (at desc, id desc);
create index device_event_age on device_event (stored_at);
