-- What each charger's local authorization list is known to hold.
create table local_list (
  charger_id text collate "C" primary key references charger on delete cascade,
  -- Of the entries; null when what the charger holds is not known.
  version int,
  reported_version int,
  -- The highest version given to an update, sent or not: none is given twice.
  planned_version int not null,
  entries jsonb not null,
  last_update_type text,
  last_status text,
  updated_at timestamptz not null
);
