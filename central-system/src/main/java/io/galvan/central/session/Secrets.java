package io.galvan.central.session;

import java.util.regex.Pattern;

/** Keeps passwords that travel in OCPP messages out of logs and stored commands. */
public final class Secrets {
  /** ChangeConfiguration of the password: the value may stand before or after the key. */
  private static final Pattern KEY_THEN_VALUE =
      Pattern.compile(
          "(\"key\"\\s*:\\s*\"AuthorizationKey\"[^{}]*?\"value\"\\s*:\\s*\")((?:[^\"\\\\]|\\\\.)*)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern VALUE_THEN_KEY =
      Pattern.compile(
          "(\"value\"\\s*:\\s*\")((?:[^\"\\\\]|\\\\.)*)(\"[^{}]*?\"key\"\\s*:\\s*\"AuthorizationKey\")",
          Pattern.CASE_INSENSITIVE);

  private Secrets() {}

  /** The text with the value of every AuthorizationKey replaced by stars. */
  public static String mask(String json) {
    if (!json.contains("uthorizationKey")
        && !json.contains("UTHORIZATIONKEY")
        && !json.contains("uthorizationkey")) {
      return json;
    }
    String masked = KEY_THEN_VALUE.matcher(json).replaceAll("$1***");
    return VALUE_THEN_KEY.matcher(masked).replaceAll("$1***$3");
  }
}
