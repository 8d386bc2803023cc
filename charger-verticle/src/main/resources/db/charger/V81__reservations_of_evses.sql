-- Reservations stand by EVSE, of 1.6 the connector's number; one of 2.x may be for any of a type.
alter table reservation
  add column evse_id int,
  add column connector_type text,
  add column id_token_type text;
update reservation set evse_id = connector_id;
alter table reservation alter column evse_id set not null;
