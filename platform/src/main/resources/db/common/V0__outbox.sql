-- One row a database transaction: its events as JSON text, in order. Rows live for milliseconds.
create table outbox (
  id bigint generated always as identity primary key,
  events text not null
);
