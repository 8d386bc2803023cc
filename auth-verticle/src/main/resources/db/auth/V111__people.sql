-- Where an account was signed in to: others' wrong passwords never lock it there.
create table sign_in_address (
  account_id uuid not null references account on delete cascade,
  network text not null,
  signed_in_at timestamptz not null,
  primary key (account_id, network)
);

-- Who signed up and has not proven their address yet.
create table sign_up (
  code_hash bytea primary key,
  email_key text collate "C" not null,
  email text not null,
  name text not null,
  salt bytea not null,
  iterations int not null,
  hash bytea not null,
  expires_at timestamptz not null
);
create index sign_up_email on sign_up (email_key);
