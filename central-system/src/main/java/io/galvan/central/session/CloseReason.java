package io.galvan.central.session;

/** Why we close a connection: the WebSocket close code (RFC 6455, 7.4.1) and a word for people. */
public enum CloseReason {
  Replaced(1000, "a newer connection of this charging station stands"),
  Occupied(1008, "a live connection of this charging station stands"),
  Idle(1001, "nothing was heard for too long"),
  ShuttingDown(1001, "the node shuts down; connect again"),
  NotStored(1011, "the data could not be stored; send it again"),
  Overloaded(1013, "too many messages wait"),
  NotText(1003, "OCPP-J frames are text"),
  TooLarge(1009, "a frame may hold 1 MB"),
  Malformed(1002, "the frames break RFC 6455"),
  Removed(1008, "the charging station was removed");

  private final int code;
  private final String text;

  CloseReason(int code, String text) {
    this.code = code;
    this.text = text;
  }

  public short code() {
    return (short) code;
  }

  public String text() {
    return text;
  }
}
