-- What stations of 2.x told beside charging, as they told it.
create table station_report (
  id bigint generated always as identity primary key,
  charger_id text collate "C" not null references charger on delete cascade,
  action text not null,
  request_id int,
  evse_id int,
  at timestamptz not null,
  payload text not null
);

create index station_report_of_charger on station_report (charger_id, id desc);
create index station_report_of_action on station_report (charger_id, action, id desc);
create index station_report_age on station_report (at);
