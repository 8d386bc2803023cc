-- started_at and stopped_at are the times that count. What was told for them, when it cannot be right.
alter table transaction add column started_at_told timestamptz, add column stopped_at_told timestamptz;
create index transaction_started_told on transaction (charger_id, started_at_told) where started_at_told is not null;
-- When a reading came whose time cannot be right; null when its time counts.
alter table meter_value add column counted_at timestamptz;
