-- Ascending, since PostgreSQL appends to an index only at its upper end; it reads both ways.
drop index message_log_newest;
drop index message_log_fleet;
drop index message_log_errors;
create index message_log_charger on message_log (charger_id, at, seq);
create index message_log_fleet on message_log (at, seq);
create index message_log_errors on message_log (at, seq) where error_code is not null;
