-- A sign-in and what followed from it. Refresh tokens carry the session's id, their turn and a MAC by the session's
-- secret, so a used one is known without a row of its own.
create table session (
  id uuid primary key,
  account_id uuid not null,
  secret bytea not null,
  turn int not null,
  created_at timestamptz not null,
  refreshed_at timestamptz not null,
  address text,
  user_agent text,
  ended_at timestamptz
);
create index session_account on session (account_id) where ended_at is null;
create index session_ended on session (ended_at) where ended_at is not null;

-- Each opens one stream of events, once.
create table stream_ticket (
  hash bytea primary key,
  session_id uuid not null,
  expires_at timestamptz not null
);
create index stream_ticket_expiry on stream_ticket (expires_at);
