-- Of a chain that a station of 2.x holds: the certificates below the first, by their hashes.
alter table installed_certificate add column child_certificates jsonb;
