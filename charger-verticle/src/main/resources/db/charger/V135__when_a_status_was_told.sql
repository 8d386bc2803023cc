-- When the status was received: what came on which connection, and what a boot has made old.
alter table connector add column told_at timestamptz;
