package io.galvan.simulator.yaml;

/** A file that cannot be read as it should be, with the place and what is wrong there. */
public final class YamlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** At a place. */
  public YamlException(Place place, String message) {
    super(place + ": " + message);
  }

  YamlException(String message, Throwable cause) {
    super(message, cause);
  }
}
