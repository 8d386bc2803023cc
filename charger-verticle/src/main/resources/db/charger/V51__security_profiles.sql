-- The least security profile a station must connect with, and the higher one it agreed to and has
-- not connected with yet.
alter table charger
  add column security_profile int not null default 0 check (security_profile between 0 and 3),
  add column announced_profile int check (announced_profile between 1 and 3);
