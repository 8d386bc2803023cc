-- What a command's end should have changed and could not: its follower is called again. A debt of a
-- charger is paid before its follower sees later commands of the charger.
create table follower_debt (
  id bigint generated always as identity primary key,
  command_id text collate "C" not null references command on delete cascade,
  charger_id text collate "C" not null references charger on delete cascade,
  follower text not null,
  tries int not null default 0,
  due_at timestamptz not null,
  reason text not null,
  unique (command_id, follower)
);
create index follower_debt_of_charger on follower_debt (charger_id, follower, id);
create index follower_debt_due on follower_debt (due_at);
