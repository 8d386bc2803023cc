-- Passwords of connection profiles that stations accepted and have not come with yet.
create table announced_credential (
  charger_key text collate "C" primary key,
  salt bytea not null,
  iterations int not null,
  hash bytea not null,
  announced_at timestamptz not null
);
