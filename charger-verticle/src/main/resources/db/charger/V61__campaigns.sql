create table campaign (
  id text collate "C" primary key,
  name text not null,
  action text not null,
  request text not null,
  parallelism int not null check (parallelism between 1 and 1000),
  state text not null,
  total int not null,
  requested_by text,
  created_at timestamptz not null,
  expires_at timestamptz,
  closed_at timestamptz
);

create index campaign_newest on campaign (created_at desc, id desc);
create index campaign_running on campaign (id) where state = 'Running';
create index campaign_age on campaign (closed_at) where closed_at is not null;

-- One row a charger; it outlives the charger.
create table campaign_item (
  campaign_id text collate "C" not null references campaign on delete cascade,
  charger_id text collate "C" not null,
  state text not null,
  command_id text,
  status text,
  detail text,
  at timestamptz not null,
  primary key (campaign_id, charger_id)
) with (fillfactor = 80);

create index campaign_item_state on campaign_item (campaign_id, state, charger_id);
