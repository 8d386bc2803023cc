-- When a transaction was changed that has ended; null while it runs, so that readings still change its row in place.
alter table transaction add column ended_updated_at timestamptz
  generated always as (case when not running then updated_at end) stored;
create index transaction_updated on transaction (ended_updated_at, id) where ended_updated_at is not null;
-- Ends in their order, one after the other.
drop index transaction_stopped;
create index transaction_stopped on transaction (stopped_at, id) where not running;
