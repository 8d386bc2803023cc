-- A station may be about to be told several passwords: each is announced before it is sent and opens
-- beside the one that holds, until a connection proves it or the station refused it.
alter table announced_credential drop constraint announced_credential_pkey;
alter table announced_credential
  -- In the order in which they were sent.
  add column id bigint generated always as identity primary key,
  -- The command that carried it; null: it was announced before this was kept.
  add column command_id text collate "C",
  -- Where the station keeps it, see PasswordPlaces.
  add column place text not null default 'unknown';
alter table announced_credential alter column place drop default;
create index announced_credential_of_charger on announced_credential (charger_key, id);
