-- Root certificates that stations are known to hold: installed by us, or listed by the station.
create table installed_certificate (
  id bigint generated always as identity primary key,
  charger_id text collate "C" not null references charger on delete cascade,
  certificate_type text not null,
  serial_number text not null,
  hash_algorithm text,
  issuer_name_hash text,
  issuer_key_hash text,
  subject text,
  valid_to timestamptz,
  certificate text,
  stored_at timestamptz not null
);

create index installed_certificate_of_charger on installed_certificate (charger_id, certificate_type, id);
