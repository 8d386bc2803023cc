create table charger_policy (
  charger_id text collate "C" primary key references charger on delete cascade,
  policy jsonb not null
);

create table site_policy (
  site text primary key,
  policy jsonb not null
);

create index charger_of_site on charger (site) where site is not null;

-- What the charger's policy, else its site's, says; null where both are silent.
create function policy_heartbeat(charger_id text, site text) returns int language sql stable as $$
  select coalesce(
    (select (p.policy ->> 'heartbeatIntervalS')::int
     from charger_policy p where p.charger_id = policy_heartbeat.charger_id),
    (select (p.policy ->> 'heartbeatIntervalS')::int
     from site_policy p where p.site = policy_heartbeat.site))
$$;
