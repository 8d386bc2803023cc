package io.galvan.simulator.yaml;

/**
 * A place in a file, as it is named in errors: {@code day.yaml:12: step 3}.
 *
 * @param line 0 when it is not known
 * @param what what stands there; empty for the file as a whole
 */
public record Place(String source, int line, String what) {
  /** A file as a whole. */
  public static Place of(String source) {
    return new Place(source, 0, "");
  }

  /** The same thing, seen at a line; the line stays as it is for 0. */
  public Place at(int otherLine) {
    return otherLine == 0 ? this : new Place(source, otherLine, what);
  }

  /** Another thing at this line. */
  public Place named(String other) {
    return new Place(source, line, other);
  }

  @Override
  public String toString() {
    return source + (line == 0 ? "" : ":" + line) + (what.isEmpty() ? "" : ": " + what);
  }
}
