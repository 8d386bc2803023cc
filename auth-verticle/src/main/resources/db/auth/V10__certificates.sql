-- Made by whichever node needs them first, then the same for all.
create table certificate_authority (
  algorithm text primary key,
  certificate text not null,
  private_key text not null,
  created_at timestamptz not null
);

-- What stations want signed, and what was signed for them.
create table signing_request (
  id uuid primary key,
  charger_key text collate "C" not null,
  charger_id text not null,
  state text not null,
  csr text not null,
  subject text,
  algorithm text,
  reason text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- Of the certificate, once there is one; used_at: the station connected with it.
  serial_number text collate "C" unique,
  certificate text,
  certificate_subject text,
  valid_from timestamptz,
  valid_to timestamptz,
  used_at timestamptz,
  superseded_at timestamptz
);

create index signing_request_of_charger on signing_request (charger_key, created_at desc, id desc);
create index signing_request_newest on signing_request (created_at desc, id desc);
