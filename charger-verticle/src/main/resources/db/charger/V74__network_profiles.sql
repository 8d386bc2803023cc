-- The connection profiles a station accepted, by slot; without their passwords.
create table network_profile (
  charger_id text collate "C" not null references charger on delete cascade,
  slot int not null,
  profile text not null,
  updated_at timestamptz not null,
  primary key (charger_id, slot)
);
