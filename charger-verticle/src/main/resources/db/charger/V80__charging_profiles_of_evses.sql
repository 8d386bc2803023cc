-- Profiles stand by EVSE, of 1.6 the connector's number, and are for a transaction by the station's
-- name of it. What a station tells of may be from somebody else: its source.
alter table charging_profile
  add column evse_id int,
  add column station_transaction_id text,
  add column source text,
  -- The request whose report told of it last.
  add column reported_by int;
update charging_profile
  set evse_id = connector_id, station_transaction_id = transaction_id::text;
alter table charging_profile alter column evse_id set not null;

do $$
declare
  name text;
begin
  -- Two stations of 2.x may hold profiles of several sources at one place.
  select conname into name from pg_constraint
  where conrelid = 'charging_profile'::regclass and contype = 'u';
  execute format('alter table charging_profile drop constraint %I', name);
end $$;

create index charging_profile_of_place on charging_profile (charger_id, evse_id, purpose, stack_level);
