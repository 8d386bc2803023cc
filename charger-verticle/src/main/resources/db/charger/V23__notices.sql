drop index notice_of_charger;
create index notice_of_charger on notice (charger_id, at desc, id desc);
create index notice_of_security on notice (at desc, id desc) where kind = 'SecurityEvent';
