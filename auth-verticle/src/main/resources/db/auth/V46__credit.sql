-- What transactions took of prepaid tokens: one told twice takes once, a corrected cost the difference.
create table credit_debit (
  transaction_id bigint primary key,
  token_key text collate "C" not null,
  amount numeric not null,
  at timestamptz not null
);
create index credit_debit_at on credit_debit (at);
