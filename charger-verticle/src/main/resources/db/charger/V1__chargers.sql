-- Identities compare byte by byte, and lower() touches ASCII letters only: the same on every server.
create table charger (
  id text collate "C" primary key check (char_length(id) between 1 and 48),
  name text,
  site text,
  registration text not null,
  strict boolean not null,
  default_version text,
  -- Stored because it knocked; no operator has edited it yet.
  auto_created boolean not null,
  booted_at timestamptz,
  vendor text,
  model text,
  serial_number text,
  charge_box_serial_number text,
  firmware_version text,
  iccid text,
  imsi text,
  meter_type text,
  meter_serial_number text,
  created_at timestamptz not null,
  updated_at timestamptz not null
) with (fillfactor = 80);

create unique index charger_any_case on charger (lower(id));
create index charger_auto_created on charger (id) where auto_created;

create sequence connection_epoch;

-- One row a charger, made with it: the connection that stands, or the last one that stood.
create table connection (
  charger_id text collate "C" primary key references charger on delete cascade,
  online boolean not null default false,
  epoch bigint not null default 0,
  node_id text,
  transport text,
  version text,
  remote_address text,
  since timestamptz,
  closed_at timestamptz,
  -- Told as lost; reset by the next connection.
  lost_told boolean not null default false,
  -- What the newest connection replaced: kept so that one UPDATE can return it.
  replaced_node_id text,
  replaced_epoch bigint
) with (fillfactor = 70);

create index connection_of_node on connection (node_id) where online;
create index connection_to_tell_lost on connection (closed_at)
  where not online and not lost_told and closed_at is not null;

-- Apart from the connection: written every few seconds for every charger, so it is kept narrow.
create table seen (
  charger_id text collate "C" primary key references charger on delete cascade,
  at timestamptz
) with (fillfactor = 70);

-- How far firmware updates and uploads have come.
create table progress (
  charger_id text collate "C" primary key references charger on delete cascade,
  firmware_status text,
  diagnostics_status text
);

create table connector (
  charger_id text collate "C" not null references charger on delete cascade,
  connector_id int not null check (connector_id between 0 and 1000),
  status text not null,
  error_code text not null,
  info text,
  vendor_id text,
  vendor_error_code text,
  status_at timestamptz not null,
  -- Whether the last report said anything new: kept so that one upsert can return it.
  changed boolean not null,
  primary key (charger_id, connector_id)
) with (fillfactor = 70);

create table notice (
  id bigint generated always as identity primary key,
  charger_id text collate "C" not null references charger on delete cascade,
  kind text not null,
  value text not null,
  request_id int,
  detail text,
  at timestamptz not null,
  stored_at timestamptz not null
);

create index notice_of_charger on notice (charger_id, at desc);
create index notice_age on notice (stored_at);

create table configuration (
  charger_id text collate "C" not null references charger on delete cascade,
  key text collate "C" not null,
  readonly boolean not null,
  value text,
  reboot_required boolean not null,
  updated_at timestamptz not null
);

-- Names of keys are case-insensitive.
create unique index configuration_key on configuration (charger_id, lower(key));
create index configuration_to_reboot on configuration (charger_id) where reboot_required;
