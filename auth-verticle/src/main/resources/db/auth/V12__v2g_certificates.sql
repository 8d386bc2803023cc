-- Galvan's own authorities for ISO 15118, one for each generation of it: a root, and the
-- certificate below it that signs for stations.
create table v2g_authority (
  certificate_use text primary key,
  root_certificate text not null,
  root_key text not null,
  sub_certificate text not null,
  sub_key text not null,
  created_at timestamptz not null
);

-- A type of null: the station did not say, so it is its own certificate (OCPP 1.6 has no other).
alter table signing_request
  add column certificate_type text,
  add column request_id int;
