-- The id is the file's, and stands in the URL that chargers fetch it from.
create table firmware (
  id text collate "C" primary key references file,
  name text not null,
  version text,
  vendor text,
  model text,
  created_at timestamptz not null
);

create index firmware_newest on firmware (created_at desc, id desc);

create table firmware_update (
  id int primary key default nextval('request_number'),
  charger_id text collate "C" not null references charger on delete cascade,
  firmware_id text collate "C" references firmware on delete set null,
  location text not null,
  signed boolean not null,
  -- Only signed updates have one on the wire.
  request_id int,
  state text not null,
  command_id text collate "C" not null unique,
  retrieve_at timestamptz,
  install_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create index firmware_update_of_charger on firmware_update (charger_id, id desc);
create index firmware_update_of_firmware on firmware_update (firmware_id);

create table firmware_update_status (
  id bigint generated always as identity primary key,
  update_id int not null references firmware_update on delete cascade,
  status text not null,
  at timestamptz not null
);

create index firmware_update_history on firmware_update_status (update_id, id);
