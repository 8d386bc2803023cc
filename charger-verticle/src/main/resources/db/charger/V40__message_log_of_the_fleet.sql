-- The whole fleet's messages in order of time, and the few that went wrong. Times grow, so both
-- indexes are written at one end only.
create index message_log_fleet on message_log (at desc, seq desc);
create index message_log_errors on message_log (at desc, seq desc) where error_code is not null;
