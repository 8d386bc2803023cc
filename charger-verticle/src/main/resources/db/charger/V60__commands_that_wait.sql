alter table command
  add column campaign_id text collate "C",
  -- Until when it may wait for a connection; null: it does not wait.
  add column expires_at timestamptz,
  -- When a node took it up; with node_id null it waits.
  add column taken_at timestamptz,
  -- What a remote start or stop is to bring about, and what came of it.
  add column outcome_state text,
  add column outcome_connector_id int,
  add column outcome_token text,
  add column outcome_transaction_id bigint,
  add column outcome_at timestamptz,
  add column outcome_detail text,
  -- When waiting for the outcome ends; null before the charger's answer.
  add column outcome_due timestamptz;

create index command_waiting on command (charger_id) where state = 'Queued' and node_id is null;
create index command_expiring on command (expires_at) where state = 'Queued' and node_id is null;
create index command_outcome on command (charger_id) where outcome_state = 'Waiting';
create index command_outcome_due on command (outcome_due)
  where outcome_state = 'Waiting' and outcome_due is not null;
