-- From which network an unknown charger was stored; null: somebody else let it in.
alter table charger add column created_network text;

drop index charger_auto_created;
create index charger_auto_created on charger (created_network, id) where auto_created;
