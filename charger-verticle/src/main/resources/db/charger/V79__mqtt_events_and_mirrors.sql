-- Events that the external MQTT broker does not have yet; a row is those of one transaction.
create table mqtt_event (
  number bigint generated always as identity primary key,
  events text not null
);

-- Chargers whose frames on WebSocket are published.
create table charger_mirror (
  charger_id text collate "C" primary key references charger on delete cascade
);
