-- Firmware images and what chargers upload: written a chunk at a time, of use only when complete.
create table file (
  id text collate "C" primary key,
  size bigint,
  sha256 text,
  touched_at timestamptz not null,
  completed_at timestamptz
);

create index file_incomplete on file (touched_at) where completed_at is null;

create table file_chunk (
  file_id text collate "C" not null references file on delete cascade,
  number int not null check (number >= 0),
  bytes bytea not null,
  primary key (file_id, number)
);

-- Images are compressed or encrypted already.
alter table file_chunk alter bytes set storage external;

-- Numbers of firmware updates and uploads, and the requestId of those that carry one.
create sequence request_number as int;
