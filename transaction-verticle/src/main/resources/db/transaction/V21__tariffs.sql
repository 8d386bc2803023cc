-- Prices are without taxes.
create table tariff (
  id text primary key,
  currency text not null,
  energy_price_per_kwh numeric not null,
  time_price numeric not null,
  time_unit text not null,
  fixed_fee numeric not null,
  taxes text not null,
  valid_from timestamptz,
  valid_to timestamptz,
  text text,
  running_cost text not null,
  running_cost_interval_s int not null,
  limits text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- Whose tariff it is, or where; the target is an idToken in lower case, a charger, a site, or empty for the default.
create table tariff_assignment (
  kind text not null,
  target text not null,
  tariff_id text not null references tariff on delete cascade,
  primary key (kind, target)
);
create index tariff_assignment_tariff on tariff_assignment (tariff_id);
