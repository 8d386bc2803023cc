-- A connector of 1.6 is the EVSE of the same number; one of 2.x is counted within its EVSE.
alter table connector add column evse_id int check (evse_id between 0 and 1000);
update connector set evse_id = connector_id;
alter table connector alter column evse_id set not null,
  drop constraint connector_pkey,
  add primary key (charger_id, evse_id, connector_id);
