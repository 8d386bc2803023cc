package io.galvan.conformance;

/** The idTokens that every case knows; made once, of a type that each version can show. */
public final class Tokens {
  public static final String VALID = "VALID";
  public static final String SAME_GROUP = "SAME-PARENT";
  public static final String GROUP = "PARENT";
  public static final String EXPIRED = "EXPIRED";
  public static final String BLOCKED = "BLOCKED";

  /** Which the operator has not made. */
  public static final String UNKNOWN = "UNKNOWN";

  private Tokens() {}

  static void make(Operator operator) {
    token(operator, VALID, "'groupIdToken':'%s','blocked':false".formatted(GROUP));
    token(operator, SAME_GROUP, "'groupIdToken':'%s','blocked':false".formatted(GROUP));
    token(operator, EXPIRED, "'blocked':false,'expiresAt':'2020-01-01T00:00:00Z'");
    token(operator, BLOCKED, "'blocked':true");
  }

  private static void token(Operator operator, String idToken, String rest) {
    operator.post("/tokens", Json.of("{'idToken':'%s',%s}", idToken, rest));
  }
}
