-- Keys are the lower-case spelling: OCPP compares idTokens and identities without regard to case.
create table token (
  key text collate "C" primary key,
  id_token text not null,
  group_key text collate "C",
  group_id_token text,
  blocked boolean not null,
  expires_at timestamptz,
  max_active_transactions int,
  note text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index token_group on token (group_key, key) where group_key is not null;

-- The one place of the rule: Blocked before Expired before Accepted; the group's own token counts.
create function token_status(
  blocked boolean, expires_at timestamptz, group_blocked boolean, group_expires_at timestamptz, now timestamptz
) returns text language sql immutable as $$
  select case
    when blocked or coalesce(group_blocked, false) then 'Blocked'
    when least(expires_at, group_expires_at) <= now then 'Expired'
    else 'Accepted'
  end
$$;

create table credential (
  charger_key text collate "C" primary key,
  salt bytea not null,
  iterations int not null,
  hash bytea not null,
  updated_at timestamptz not null
);

create table account (
  id uuid primary key,
  email_key text collate "C" not null unique,
  email text not null,
  name text not null,
  role text not null,
  salt bytea not null,
  iterations int not null,
  hash bytea not null,
  created_at timestamptz not null,
  last_sign_in_at timestamptz
);

-- Made by whichever node starts first, then the same for all.
create table signing_key (
  id int primary key,
  public_pem text not null,
  private_pem text not null,
  created_at timestamptz not null
);
