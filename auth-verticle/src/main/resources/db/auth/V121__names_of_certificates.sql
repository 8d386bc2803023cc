-- The common name of a station's certificate in lower case (ASCII letters), as two stations must not
-- have one name.
alter table signing_request add column name_key text collate "C";
update signing_request set name_key = lower(substring(certificate_subject from 'CN=([^,+]*)') collate "C")
where serial_number is not null;
create index signing_request_of_name on signing_request (name_key)
  where serial_number is not null and superseded_at is null;
