package io.galvan.platform.event;

/** The names of all events, as they appear on the wire. */
public enum EventType {
  charger_connected,
  charger_disconnected,
  charger_booted,
  charger_updated,
  connector_updated,
  transaction_started,
  transaction_updated,
  transaction_stopped,
  transaction_end_inferred,
  transaction_corrected,
  transaction_identified,
  transaction_status,
  cost_due,
  authorization_denied,
  command_completed,
  campaign_updated,
  user_created,
  security_event,
  policy_updated,
  dead_letter_stored,
  event_parked,
  station_deviated
}
