package io.galvan.ocpp.rpc;

/** Who may call an action. */
public enum Direction {
  FROM_CHARGER,
  FROM_CENTRAL,
  BOTH;

  /** Whether an action of this direction may come from {@code sender}. */
  public boolean allows(Direction sender) {
    return this == BOTH || sender == BOTH || this == sender;
  }
}
