-- Which nodes read from the external MQTT broker. At most one reads at a time.
create table broker_node (
  node_id text primary key,
  seen_at timestamptz not null,
  reads boolean not null
);
