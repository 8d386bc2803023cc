-- The security profile that the connection has shown itself to have; null: not known.
alter table connection add column if not exists security_profile int;

-- Until when an operator lets secrets go over a connection that has proved nothing.
alter table charger add column unproven_secrets_until timestamptz;
