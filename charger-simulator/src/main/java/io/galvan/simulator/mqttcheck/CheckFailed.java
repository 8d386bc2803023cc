package io.galvan.simulator.mqttcheck;

/** Something does not work; its message says what. */
final class CheckFailed extends Exception {
  private static final long serialVersionUID = 1L;

  CheckFailed(String message) {
    super(message, null, false, false);
  }
}
