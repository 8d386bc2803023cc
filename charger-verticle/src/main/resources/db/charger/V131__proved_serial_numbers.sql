-- Whoever knows a station's identity may say any serial number for it, unless the station has to show
-- a password or a certificate: only what is told after that names it.
alter table charger
  add column serial_number_proved boolean not null default false,
  add column charge_box_serial_number_proved boolean not null default false;
create index charger_serial_number on charger (lower(serial_number collate "C"))
  where serial_number is not null;
create index charger_box_serial_number on charger (lower(charge_box_serial_number collate "C"))
  where charge_box_serial_number is not null;

-- What a station of security profile 3 said was told behind its certificate; it may have no other way in.
update charger
set serial_number_proved = serial_number is not null,
  charge_box_serial_number_proved = charge_box_serial_number is not null
where security_profile = 3 and booted_at is not null;
