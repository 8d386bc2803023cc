-- CALLs of stations that we failed on: an operator may have them handled again.
create table dead_letter (
  id bigint generated always as identity primary key,
  charger_id text collate "C" not null references charger on delete cascade,
  version text not null,
  action text not null,
  message_id text not null,
  -- The whole frame, secrets masked.
  frame text not null,
  -- Of the frame, so that one that comes again is counted and not kept twice.
  digest bytea not null,
  fault text not null,
  count integer not null default 1,
  first_at timestamptz not null,
  last_at timestamptz not null,
  -- A node is at it; another may take it up when that is long ago.
  claimed_at timestamptz,
  repeated_at timestamptz,
  answer text,
  unique (charger_id, digest)
);
create index dead_letter_newest on dead_letter (last_at desc, id desc);
create index dead_letter_of_charger on dead_letter (charger_id, last_at desc, id desc);
