-- A type of null fits any. Most tokens have no terms, so their rows stay narrow.
alter table token
  add column type text,
  add column terms jsonb;
