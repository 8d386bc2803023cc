-- Why it booted last, as a station of 2.x tells.
alter table charger add column boot_reason text;
