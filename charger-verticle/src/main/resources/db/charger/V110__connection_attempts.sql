-- Attempts to connect, repeats in one row. An identity is what somebody told, not a reference: it
-- may be nobody's, and stays when the charger is deleted.
create table connection_attempt (
  id bigint generated always as identity primary key,
  -- A hash of all that must be the same for a repeat.
  way text collate "C" not null unique,
  identity text collate "C",
  address text collate "C" not null,
  transport text,
  asked text,
  secure boolean not null,
  outcome text not null,
  certificate_subject text,
  certificate_fingerprint text,
  times bigint not null,
  first_at timestamptz not null,
  last_at timestamptz not null
) with (fillfactor = 80);

create index connection_attempt_newest on connection_attempt (last_at, id);
create index connection_attempt_identity on connection_attempt (lower(identity));
create index connection_attempt_refused on connection_attempt (last_at) where outcome <> 'accepted';
