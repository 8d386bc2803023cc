create table command (
  id text collate "C" primary key,
  charger_id text collate "C" not null references charger on delete cascade,
  action text not null,
  version text,
  request text not null,
  state text not null,
  status text,
  response text,
  error_code text,
  error_description text,
  requested_by text,
  idempotency_key text,
  -- The node that held the charger's connection when the command was stored or sent.
  node_id text,
  created_at timestamptz not null,
  sent_at timestamptz,
  closed_at timestamptz
);

create unique index command_idempotency on command (charger_id, idempotency_key)
  where idempotency_key is not null;
create index command_of_charger on command (charger_id, created_at desc, id desc);
create index command_newest on command (created_at desc, id desc);
create index command_under_way on command (node_id) where state in ('Queued', 'Sent');
create index command_age on command (closed_at) where closed_at is not null;
