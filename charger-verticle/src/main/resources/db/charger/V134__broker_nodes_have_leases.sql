-- Whose turn it is to read from the external MQTT broker is a lease now.
drop table broker_node;
