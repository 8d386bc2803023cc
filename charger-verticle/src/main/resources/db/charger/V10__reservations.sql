-- Ours; far from the small numbers that operators pick by hand.
create sequence reservation_id as int start 1000001 cycle;
create sequence reservation_turn;

create table reservation (
  charger_id text collate "C" not null references charger on delete cascade,
  -- Unique for its charger only: an operator may send any number.
  id int not null,
  connector_id int not null,
  id_token text not null,
  parent_id_token text,
  expires_at timestamptz not null,
  state text not null,
  status text,
  transaction_id bigint,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- The order in which they were made.
  turn bigint not null default nextval('reservation_turn'),
  primary key (charger_id, id)
);

create index reservation_by_id on reservation (id);
create unique index reservation_newest on reservation (turn desc);
create index reservation_to_expire on reservation (expires_at) where state in ('Requested', 'Active');
create index reservation_age on reservation (updated_at) where state not in ('Requested', 'Active');
