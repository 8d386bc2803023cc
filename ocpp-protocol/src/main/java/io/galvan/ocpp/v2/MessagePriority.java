package io.galvan.ocpp.v2;

/**
 * Message Priority, in GetDisplayMessages, NotifyDisplayMessages, SetDisplayMessage (since OCPP
 * 2.0.1).
 */
public enum MessagePriority {
  AlwaysFront,
  InFront,
  NormalCycle
}
