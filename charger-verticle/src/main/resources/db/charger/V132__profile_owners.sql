-- Who set a charging profile: Operator, Energy or Vehicle; null where nobody knows, as for one that a
-- station reported and nobody set here.
alter table charging_profile add column owner text;
update charging_profile set owner = 'Operator' where source is null and purpose <> 'TxProfile';
-- Of commands that carry a charging profile.
alter table command add column profile_owner text;
create index command_with_profile on command (charger_id, created_at desc)
  where profile_owner is not null;
