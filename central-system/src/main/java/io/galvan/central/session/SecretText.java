package io.galvan.central.session;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Masks secrets in a text that is no JSON, or JSON that is broken. One pass from left to right:
 * what follows a name that tells of a secret is replaced and never looked at again, so the time
 * depends on the length alone. Where it is in doubt, more is masked.
 */
final class SecretText {
  static final String MASK = "***";

  /** A word may go on for so long after the name, as in passwordHash. */
  private static final int MAX_SUFFIX = 32;

  private static final int MAX_KEY_TYPE = 40;
  private static final int MAX_DIGITS = 10;
  private static final String BEGIN = "-----BEGIN ";
  private static final String PRIVATE_KEY = "PRIVATE KEY-----";
  private static final String UPLOADS = "uploads";

  /** These tell of a secret wherever they stand in a word; what follows a sign is the secret. */
  private static final List<String> SECRET_NAMES =
      List.of("password", "privatekey", "sharedsecret", "simpin", "vpnkey");

  /** Members whose value is a secret when the text names one anywhere. */
  private static final List<String> VALUE_NAMES = List.of("value", "attributevalue", "actualvalue");

  private static final List<String> QUERY_NAMES = List.of("token", "secret");
  private static final Set<String> SCHEMES = Set.of("basic", "bearer", "digest");

  private final String text;
  private final boolean named;
  private final StringBuilder masked = new StringBuilder();
  private int copied;
  private boolean inVpn;

  private SecretText(String text, boolean named) {
    this.text = text;
    this.named = named;
  }

  /**
   * The text with what may be a secret replaced by stars.
   *
   * @param named whether a secret of OCPP is named, so that every value may be one
   */
  static String mask(String text, boolean named) {
    return new SecretText(text, named).mask();
  }

  private String mask() {
    int at = 0;
    while (at < text.length()) {
      at =
          switch (text.charAt(at)) {
            case 'a', 'A' -> authorization(at);
            case 'k', 'K' -> inVpn && is("key", at) && startsWord(at) ? member(at, 3) : at + 1;
            case 'p', 'P', 's', 'S', 't', 'T', 'v', 'V' -> name(at);
            case ':' -> url(at);
            case 'u' -> upload(at);
            case '-' -> privateKey(at);
            default -> at + 1;
          };
    }
    return copied == 0 ? text : masked.append(text, copied, text.length()).toString();
  }

  // ---- names

  private int authorization(int at) {
    if (is("authorizationkey", at)) {
      return member(at, "authorizationkey".length(), true);
    }
    int header = at + "authorization".length();
    return is("authorization", at) && !isWord(charAt(header))
        ? member(at, "authorization".length())
        : name(at);
  }

  private int name(int at) {
    for (String name : SECRET_NAMES) {
      if (is(name, at)) {
        return member(at, name.length());
      }
    }
    for (String name : QUERY_NAMES) {
      if (is(name, at) && charAt(at + name.length()) == '=') {
        return value(at + name.length() + 1);
      }
    }
    if (!startsWord(at)) {
      return at + 1;
    }
    if (named) {
      for (String name : VALUE_NAMES) {
        if (is(name, at) && !isWord(charAt(at + name.length()))) {
          return member(at, name.length());
        }
      }
    }
    if (is("vpn", at) && isQuote(charAt(skipBackslashes(at + 3)))) {
      inVpn = true;
    }
    return at + 1;
  }

  private int member(int at, int length) {
    return member(at, length, false);
  }

  /**
   * Masks the value of the member or parameter whose name stands here.
   *
   * @param blank whether white space alone may stand between the two
   */
  private int member(int at, int length, boolean blank) {
    int next = at + length;
    for (int most = next + MAX_SUFFIX; next < most && isWord(charAt(next)); ) {
      next++;
    }
    int sign = skipBackslashes(next);
    sign = isQuote(charAt(sign)) ? sign + 1 : next;
    int afterBlank = skipBlank(sign);
    char between = charAt(afterBlank);
    if (between == ':' || between == '=') {
      return value(skipBlank(afterBlank + 1));
    }
    // A closing quote and a blank are the end of a member's value, not of its name.
    return blank && sign == next && afterBlank > sign && "{[(".indexOf(between) < 0
        ? value(afterBlank)
        : at + length;
  }

  // ---- values

  private int value(int at) {
    int quote = skipBackslashes(at);
    if (isQuote(charAt(quote))) {
      return quoted(quote, quote - at);
    }
    if (charAt(at) == '{' || charAt(at) == '[') {
      // Where it ends cannot be told in a broken text.
      return replace(at, text.length());
    }
    int end = word(at);
    if (SCHEMES.contains(text.substring(at, Math.min(end, at + 6)).toLowerCase(Locale.ROOT))) {
      end = word(skipBlank(end));
    }
    return end == at ? at : replace(at, end);
  }

  /**
   * A text in quotes, of which each has so many backslashes before it, as in JSON within JSON; one
   * without end goes on to the end of all.
   */
  private int quoted(int quote, int backslashes) {
    char sign = text.charAt(quote);
    int unit = 2 * (backslashes + 1);
    int run = 0;
    for (int i = quote + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        run++;
      } else {
        if (c == sign && (run < backslashes || run % unit == backslashes)) {
          int close = i - Math.min(run, backslashes);
          return replace(quote + 1, close);
        }
        run = 0;
      }
    }
    replace(quote + 1, text.length());
    masked.append("\\".repeat(Math.min(backslashes, MAX_SUFFIX))).append(sign);
    return text.length();
  }

  private int word(int at) {
    int end = at;
    while (end < text.length() && !endsWord(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean endsWord(char c) {
    return Character.isWhitespace(c) || ",;&}])<>\"'\\".indexOf(c) >= 0;
  }

  private int replace(int from, int to) {
    masked.append(text, copied, from).append(MASK);
    copied = to;
    return to;
  }

  // ---- what needs no name

  /** The password of a URL (RFC 3986, 3.2.1), whose slashes may be escaped. */
  private int url(int at) {
    int authority = at + 1;
    for (int slash = 0; slash < 2; slash++) {
      authority += charAt(authority) == '\\' ? 1 : 0;
      if (charAt(authority) != '/') {
        return at + 1;
      }
      authority++;
    }
    int colon = -1;
    int sign = -1;
    for (int i = authority; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '/' || c == '"' || Character.isWhitespace(c)) {
        break;
      } else if (c == ':' && colon < 0 && sign < 0) {
        colon = i;
      } else if (c == '@') {
        sign = i;
      }
    }
    return colon >= 0 && sign > colon ? replace(colon + 1, sign) : authority;
  }

  /** What gives the right to upload to us once: uploads/ID-SECRET. */
  private int upload(int at) {
    if (!text.startsWith(UPLOADS, at)) {
      return at + 1;
    }
    int id = at + UPLOADS.length();
    id += charAt(id) == '\\' ? 1 : 0;
    int dash = id + 1;
    while (dash - id <= MAX_DIGITS && Character.isDigit(charAt(dash))) {
      dash++;
    }
    if (charAt(id) != '/' || dash == id + 1 || charAt(dash) != '-') {
      return at + UPLOADS.length();
    }
    int end = dash + 1;
    while (isWord(charAt(end)) || charAt(end) == '-') {
      end++;
    }
    return end > dash + 1 ? replace(dash + 1, end) : end;
  }

  private int privateKey(int at) {
    if (!text.startsWith(BEGIN, at)) {
      return at + 1;
    }
    int type = at + BEGIN.length();
    for (int i = type; i <= type + MAX_KEY_TYPE; i++) {
      if (text.startsWith(PRIVATE_KEY, i)) {
        int key = i + PRIVATE_KEY.length();
        int quote = text.indexOf('"', key);
        return replace(key, quote < 0 ? text.length() : quote);
      }
    }
    return type;
  }

  // ---- characters

  private boolean is(String lowerCase, int at) {
    return text.regionMatches(true, at, lowerCase, 0, lowerCase.length());
  }

  private boolean startsWord(int at) {
    return at == 0 || !isWord(text.charAt(at - 1));
  }

  private char charAt(int at) {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private int skipBackslashes(int at) {
    int next = at;
    while (charAt(next) == '\\') {
      next++;
    }
    return next;
  }

  private int skipBlank(int at) {
    int next = at;
    while (Character.isWhitespace(charAt(next))) {
      next++;
    }
    return next;
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  private static boolean isWord(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
  }
}
