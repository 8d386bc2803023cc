-- V132 left the owner of the profiles of transactions open. The command that set one tells it: it was closed in the
-- same database transaction, so at the same time. A person's is an operator's. One of Galvan's is the plan for a vehicle,
-- unless it may have sent somebody else's profile again, of that number. What was not set here keeps no owner.
update charging_profile p set owner = case c.requested_by when 'galvan' then 'Vehicle' else 'Operator' end
from command c
where p.owner is null and p.source is null and p.purpose = 'TxProfile'
  and c.charger_id = p.charger_id and c.action = 'SetChargingProfile' and c.state = 'Accepted'
  and c.closed_at = p.set_at and c.requested_by is not null
  and not exists (
    select from command other
    where other.charger_id = p.charger_id and other.action = 'SetChargingProfile'
      and other.closed_at = p.set_at and other.id <> c.id)
  and (c.requested_by <> 'galvan' or not exists (
    select from command older
    where older.charger_id = p.charger_id and older.requested_by is distinct from 'galvan'
      and older.action in ('SetChargingProfile', 'RemoteStartTransaction', 'RequestStartTransaction')
      and older.request ~ ('"(id|chargingProfileId)": *' || p.profile_id || '[,}]')));
