-- A row changes in place only when no index of what changed is there; a reconnecting fleet left
-- three hundred dead versions of each row. What they served looks at all rows once a minute, or
-- goes through them in order.
drop index connection_of_node;
drop index connection_to_tell_lost;

-- Called for each row it cost more than the rest of the statement; written there, next to nothing.
drop function policy_heartbeat;
