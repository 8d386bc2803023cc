package io.galvan.ocpp.rpc;

/**
 * One thing in a message that the standard does not allow and that was repaired.
 *
 * @param path where: {@code $.meterValue[0].sampledValue[1].unit}, or {@code frame[1]} outside of
 *     the payload
 * @param kind the name of a {@link DeviationKind}
 * @param raw what came, cut to {@value #BOUND} characters
 * @param repaired what it was read as, cut likewise; empty for absent
 */
public record Deviation(String path, String kind, String raw, String repaired) {
  /** The most characters that are kept of each part. */
  public static final int BOUND = 200;

  /** The most deviations that are reported of one message. */
  public static final int MOST = 100;

  /** Cuts every part to the bound. */
  public Deviation {
    path = cut(path);
    raw = cut(raw);
    repaired = cut(repaired);
  }

  /** A deviation of a kind. */
  public static Deviation of(String path, DeviationKind kind, String raw, String repaired) {
    return new Deviation(path, kind.name(), raw, repaired);
  }

  private static String cut(String text) {
    return text.length() <= BOUND ? text : text.substring(0, BOUND - 1) + "…";
  }
}
