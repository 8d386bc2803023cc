-- The device model of stations of OCPP 2.x. An absent EVSE, connector or instance is 0 or ''.
create table device_variable (
  id bigint generated always as identity primary key,
  charger_id text collate "C" not null references charger on delete cascade,
  component text collate "C" not null,
  component_instance text collate "C" not null,
  evse_id int not null,
  connector_id int not null,
  variable text collate "C" not null,
  variable_instance text collate "C" not null,
  -- Null until the station reported its characteristics.
  data_type text,
  characteristics text,
  -- The report that told of it last.
  report_id bigint,
  updated_at timestamptz not null
) with (fillfactor = 80);

-- Names of components, variables and instances are case-insensitive.
create unique index device_variable_name on device_variable
  (charger_id, lower(component), evse_id, connector_id, lower(component_instance), lower(variable),
   lower(variable_instance));
create index device_variable_of_fleet on device_variable (lower(component), lower(variable), charger_id);

create table device_attribute (
  variable_id bigint not null references device_variable on delete cascade,
  charger_id text collate "C" not null,
  type text not null,
  -- Null: none is known, or it is a secret.
  value text,
  mutability text not null,
  persistent boolean not null,
  constant boolean not null,
  reboot_required boolean not null,
  updated_at timestamptz not null,
  primary key (variable_id, type)
) with (fillfactor = 80);

create index device_attribute_to_reboot on device_attribute (charger_id) where reboot_required;

-- Reports as they come, part by part.
create table device_report (
  id bigint generated always as identity primary key,
  charger_id text collate "C" not null references charger on delete cascade,
  kind text not null,
  request_id int not null,
  base text,
  -- Asked for without a filter, so that what it does not tell is not there.
  whole boolean not null,
  status text,
  firmware_version text,
  seen int4multirange not null,
  last_seq int,
  items bigint not null,
  generated_at timestamptz,
  requested_at timestamptz not null,
  updated_at timestamptz not null,
  completed_at timestamptz,
  unique (charger_id, kind, request_id)
) with (fillfactor = 80);

create index device_report_age on device_report (updated_at);
