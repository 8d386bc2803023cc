-- What the connection spoke; null in entries of before. Days that are made later have it, too.
alter table message_log add column ocpp_version text;
