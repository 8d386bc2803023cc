package io.galvan.central.route;

import io.galvan.ocpp.rpc.Deviation;
import io.galvan.ocpp.rpc.DeviationKind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the idToken in an idTag: some chargers send more than the card says, such as {@code
 * TAG_serial}, {@code a;b} or {@code VID:...}. A tag that fits nothing is taken as it is, and gets
 * its verdict as such.
 */
final class IdTokens {
  /** No token is longer in any version; a pattern of the operator's is not let loose on more. */
  private static final int LONGEST = 255;

  private final @Nullable Pattern pattern;

  /**
   * @param pattern of a whole idTag; its first group is the token
   */
  IdTokens(@Nullable Pattern pattern) {
    this.pattern = pattern;
  }

  String token(Caller caller, String idTag) {
    if (pattern == null || idTag.length() > LONGEST) {
      return idTag;
    }
    Matcher matcher = pattern.matcher(idTag);
    String token = matcher.matches() ? matcher.group(1) : null;
    if (token == null || token.isEmpty() || token.equals(idTag)) {
      return idTag;
    }
    caller.deviates(Deviation.of("$.idTag", DeviationKind.IdTokenWithAdditions, idTag, token));
    return token;
  }
}
