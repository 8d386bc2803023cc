-- The TariffType of OCPP 2.1 by which stations count themselves; null where they are told none.
alter table tariff add column station_tariff text;
