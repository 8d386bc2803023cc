-- Which charging stations accept tokens that nobody stored, where their policy or their site's says
-- so; for all others the default holds. Kept from the charger service's events.
create table free_vending (
  charger_id text collate "C" primary key,
  free boolean not null
);
