-- Until when the token was valid, as the verdict at the start said.
alter table transaction add column token_expires_at timestamptz;

-- What lists a station's transactions also finds a start that is told twice.
drop index transaction_start;
create unique index transaction_start
  on transaction (charger_id, started_at, connector_id, lower(id_token), meter_start_wh);
drop index transaction_charger;

-- Facts that the transaction's own row tells are no longer stored beside it.
delete from transaction_fact f using transaction t
where t.id = f.transaction_id and f.kind = 'Received'
  and (f.fact in ('Started', 'Authorized', 'FirstMeterRead')
    or (f.fact = 'Ended' and t.inferred_end is null and not t.end_corrected));

-- The station while the transaction runs, else null: what runs is found by an index that holds
-- nothing else, whatever a plan believes of the table.
alter table transaction add column running_on text generated always as (case when running then charger_id end) stored;
drop index transaction_running;
create index transaction_running_on on transaction (running_on, connector_id, started_at) where running_on is not null;
