-- A row lives for milliseconds: to compress it costs more than to write it.
alter table outbox alter column events set storage external;
