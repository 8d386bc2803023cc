create table charging_profile_template (
  id text collate "C" primary key,
  name text collate "C" not null,
  data jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create unique index charging_profile_template_name on charging_profile_template (name);

create sequence charging_profile_id as int cycle;

-- What chargers accepted and still hold.
create table charging_profile (
  charger_id text collate "C" not null references charger on delete cascade,
  profile_id int not null,
  connector_id int not null,
  purpose text not null,
  stack_level int not null,
  transaction_id bigint,
  profile jsonb not null,
  set_at timestamptz not null,
  primary key (charger_id, profile_id),
  unique (charger_id, connector_id, purpose, stack_level)
);
