package io.galvan.simulator.scenario;

/** Something else happened than a step expected. */
final class Mismatch extends Exception {
  private static final long serialVersionUID = 1L;

  private final String expected;
  private final String got;

  Mismatch(String expected, String got) {
    super("expected " + expected + ", got " + got);
    this.expected = expected;
    this.got = got;
  }

  String expected() {
    return expected;
  }

  String got() {
    return got;
  }
}
