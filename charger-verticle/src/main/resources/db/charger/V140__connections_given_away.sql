-- Counts as closed since its node lost its lease, or did not know of it, and not since anybody saw it
-- close: when the node, or the station on this connection, is heard of again, it is open again.
alter table connection add column given_away boolean not null default false;
