-- What only one node at a time may own or do. The clock of this database decides, which all nodes
-- share; the fence grows with every change of the owner, and writes under a lease ask for it.
create sequence lease_fence;

create table lease (
  name text primary key,
  node text not null,
  fence bigint not null,
  -- When this owner took it.
  since timestamptz not null,
  -- Until then nobody else takes it.
  until timestamptz not null
) with (fillfactor = 50);

-- When somebody last looked whether leases have lapsed. After a gap the database was away, or all
-- nodes were: then nobody could renew, and every lease gets one full term.
create table lease_watch (
  one boolean primary key default true check (one),
  at timestamptz not null
) with (fillfactor = 50);
insert into lease_watch (at) values (clock_timestamp());
