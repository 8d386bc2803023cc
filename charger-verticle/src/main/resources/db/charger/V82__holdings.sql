-- What stations hold by their own word, besides charging profiles and variables.
create table holding (
  charger_id text collate "C" not null references charger on delete cascade,
  kind text not null,
  key text collate "C" not null,
  evse_id int,
  content text not null,
  at timestamptz not null,
  -- The request whose report told of it last.
  reported_by int,
  primary key (charger_id, kind, key)
);
