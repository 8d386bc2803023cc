-- In which ways each charger's messages differ from the standard: one row a way, counted.
create table deviation (
  charger_id text collate "C" not null references charger on delete cascade,
  -- Empty for what belongs to no action, such as the connection itself.
  action text collate "C" not null,
  kind text collate "C" not null,
  -- Where in the message, without the positions in lists.
  field text collate "C" not null,
  times bigint not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  -- What came the last time, and what it was read as.
  raw text not null,
  repaired text not null,
  primary key (charger_id, action, kind, field)
) with (fillfactor = 80);

create index deviation_newest on deviation (last_at desc);
