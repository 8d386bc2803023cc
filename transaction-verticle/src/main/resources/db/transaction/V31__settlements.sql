-- Payments as stations told them; empty: it has no transaction.
create table settlement (
  id bigint generated always as identity primary key,
  charger_id text not null,
  station_transaction_id text not null,
  psp_ref text collate "C" not null,
  status text not null,
  status_info text,
  amount numeric not null,
  settled_at timestamptz not null,
  receipt_id text,
  receipt_url text,
  -- What the URL of our own receipt ends in.
  receipt_key text collate "C" not null unique,
  vat_number text,
  vat_company text,
  updated_at timestamptz not null,
  unique (charger_id, station_transaction_id, psp_ref)
);
