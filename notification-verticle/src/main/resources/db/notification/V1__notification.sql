-- One mail for one event: the event's id keeps an event heard twice from being two mails.
create table mail (
  id bigint generated always as identity primary key,
  event_id text not null unique,
  recipient text not null,
  subject text not null,
  text text not null,
  state text not null,
  attempts int not null default 0,
  last_error text,
  created_at timestamptz not null,
  next_attempt_at timestamptz not null,
  sent_at timestamptz
);
create index mail_queue on mail (next_attempt_at) where state = 'Queued';
create index mail_closed on mail (id) where state <> 'Queued';
create index mail_recipient on mail (lower(recipient), id);
