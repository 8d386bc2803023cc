create table upload (
  id int primary key default nextval('request_number'),
  charger_id text collate "C" not null references charger on delete cascade,
  kind text not null,
  -- Of an upload to us without its secret.
  location text not null,
  -- SHA-256 of the secret in the URL; null when the charger uploads to somebody else.
  secret_hash bytea,
  request_id int,
  state text not null,
  -- The charger's last word of it.
  status text,
  command_id text collate "C" unique,
  file_id text collate "C" unique references file,
  file_name text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  received_at timestamptz
);

create index upload_of_charger on upload (charger_id, id desc);
create index upload_age on upload (created_at);
create index upload_to_expire on upload (expires_at)
  where state in ('Requested', 'Uploading');
