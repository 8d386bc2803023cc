-- Whose terms a campaign's payload is in; null: 1.6's.
alter table campaign add column version text;
