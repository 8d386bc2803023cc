-- Keys of programs. A key is 32 random bytes, so one SHA-256 hides it. What it may do at the moment is its grant, which ends
-- with another secret, role or expiry.
create table api_key (
  id uuid primary key,
  prefix text collate "C" not null unique,
  hash bytea not null,
  grant_id uuid not null,
  name text not null,
  name_key text collate "C" not null,
  role text not null,
  requests_per_minute int not null,
  expires_at timestamptz,
  created_by text not null,
  created_at timestamptz not null,
  rotated_at timestamptz,
  last_used_at timestamptz
);
create index api_key_name on api_key (name_key, id);
create index api_key_expiry on api_key (expires_at) where expires_at is not null;

-- Grants that ended, until every node has heard of them.
create table ended_grant (
  id uuid primary key,
  ended_at timestamptz not null
);
create index ended_grant_at on ended_grant (ended_at);
