alter table transaction
  -- When a reading or a status last said that it goes on, by the station's clock.
  add column alive_at timestamptz,
  -- What says that it is over may be wrong: what it was, when it was so and when it was heard, and until when it is given time.
  -- over_at stays when the end was inferred from it.
  add column over_at timestamptz,
  add column over_why text,
  add column over_since timestamptz,
  add column over_due timestamptz,
  -- When an inferred end is told as the end; null when there is none that still is to be told.
  add column final_due timestamptz,
  -- Its end was told to all once: what comes after that corrects it.
  add column stop_told boolean not null default false;
create index transaction_over on transaction (over_due) where running and over_due is not null;
create index transaction_final on transaction (final_due) where final_due is not null;
update transaction set over_at = stopped_at where inferred_end is not null;
