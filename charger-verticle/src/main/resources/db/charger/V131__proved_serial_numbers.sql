-- Whoever knows a station's identity may say any serial number for it, unless the station has to show
-- a password or a certificate: only what is told after that names it.
alter table charger
  add column serial_number_proved boolean not null default false,
  add column charge_box_serial_number_proved boolean not null default false;
create index charger_serial_number on charger (lower(serial_number collate "C"))
  where serial_number is not null;
create index charger_box_serial_number on charger (lower(charge_box_serial_number collate "C"))
  where charge_box_serial_number is not null;

-- What the station has shown on its connection: the security profile that it really has, 0 to 3;
-- null: somebody else let it in, such as an external broker.
alter table connection add column if not exists security_profile int;
