package io.galvan.central.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.galvan.contract.devicemodel.VariableNames;
import io.galvan.ocpp.rpc.Deviation;
import io.galvan.platform.json.Mapper;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps secrets that travel in OCPP messages out of logs and stored commands: the charging
 * station's password, passwords in the URLs of files, tokens, private keys. JSON is masked member
 * by member; a text that is none is masked more than it needs, never less. The time depends on the
 * length alone, whatever the text is.
 */
public final class Secrets {
  private static final String MASK = SecretText.MASK;
  private static final String PASSWORD_KEY = "AuthorizationKey";

  /** A frame has at most so many characters; what is longer is cut. */
  static final int MAX_CHARS = 1 << 20;

  /** What a tree would leave out, such as the first of two members of one name, is no JSON here. */
  private static final ObjectReader JSON =
      Mapper.JSON
          .reader()
          .with(
              DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** JSON within a text within JSON; what is deeper is masked as a text. */
  private static final int MAX_TEXTS_DEEP = 4;

  /** The fields that hold what a variable of 2.x is or was to be. */
  private static final List<String> VALUES = List.of("attributeValue", "actualValue");

  private Secrets() {}

  /** The deviations of a message; of one with the password none tells what it read. */
  public static List<Deviation> mask(List<Deviation> deviations, String json) {
    return isNamed(json)
        ? deviations.stream()
            .map(seen -> new Deviation(seen.path(), seen.kind(), MASK, MASK))
            .toList()
        : deviations;
  }

  /** The text with every secret in it replaced by stars, and cut where it is too long. */
  public static String mask(String text) {
    return text.length() <= MAX_CHARS
        ? mask(text, 0)
        : SecretText.mask(text.substring(0, MAX_CHARS), isNamed(text));
  }

  /** Whether the text names a secret, such as a station's password, and tells it. */
  public static boolean tells(String text) {
    return isNamed(text) && !mask(text).equals(text);
  }

  private static String mask(String text, int depth) {
    boolean named = isNamed(text);
    if (!named && !mayHold(text)) {
      return text;
    }
    JsonNode json = depth < MAX_TEXTS_DEEP && startsJson(text) ? read(text) : null;
    if (json == null) {
      return SecretText.mask(text, named);
    }
    return maskIn(json, depth) ? Mapper.write(json) : text;
  }

  private static boolean startsJson(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isWhitespace(c)) {
        return c == '{' || c == '[';
      }
    }
    return false;
  }

  private static @Nullable JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /**
   * What was repaired in a message, as JSON; without the values where the message names the
   * password, since a value alone does not tell what it is.
   */
  public static String maskRepairs(String deviations, String message) {
    if (!isNamed(message)) {
      return deviations;
    }
    JsonNode repairs = read(deviations);
    if (!(repairs instanceof ArrayNode array)) {
      return MASK;
    }
    for (JsonNode repair : array) {
      if (repair instanceof ObjectNode object) {
        stars(object, "raw");
        stars(object, "repaired");
      }
    }
    return Mapper.write(repairs);
  }

  /** Whether a secret is named in the text; made for texts that nearly never do. */
  private static boolean isNamed(String text) {
    for (int i = 0, last = text.length() - 6; i <= last; i++) {
      boolean named =
          switch (text.charAt(i)) {
            case 'a', 'A' ->
                text.regionMatches(true, i, "authorization", 0, 13)
                    && (text.regionMatches(true, i + 13, "key", 0, 3)
                        || i + 13 == text.length()
                        || !Character.isLetterOrDigit(text.charAt(i + 13)));
            case 'p', 'P' ->
                text.regionMatches(true, i, "password", 0, 8)
                    || text.regionMatches(true, i, "privatekey", 0, 10);
            case 's', 'S' ->
                text.regionMatches(true, i, "simpin", 0, 6)
                    || text.regionMatches(true, i, "sharedsecret", 0, 12)
                    || text.regionMatches(true, i, "secret=", 0, 7);
            case 't', 'T' -> text.regionMatches(true, i, "token=", 0, 6);
            case 'v', 'V' -> text.regionMatches(true, i, "vpnkey", 0, 6);
            default -> false;
          };
      if (named) {
        return true;
      }
    }
    return false;
  }

  /** Whether there may be a secret that has no name. */
  private static boolean mayHold(String text) {
    return text.contains("uploads")
        || text.contains("PRIVATE KEY-----")
        || (text.contains("@") && (text.contains("://") || text.contains(":\\/\\/")))
        || text.contains("\"vpn\"");
  }

  /** Whether anything was masked; the reader bounds how deep the tree may be. */
  private static boolean maskIn(JsonNode json, int depth) {
    boolean masked = false;
    if (json instanceof ObjectNode object) {
      if (PASSWORD_KEY.equalsIgnoreCase(object.path("key").asText())) {
        masked = stars(object, "value");
      }
      masked |= maskVariable(object);
      for (Map.Entry<String, JsonNode> member : List.copyOf(object.properties())) {
        masked |= maskMember(object, member.getKey(), member.getValue(), depth);
      }
      if (object.get("vpn") instanceof ObjectNode vpn) {
        masked |= stars(vpn, "key");
      }
    } else if (json instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode after = maskText(array.get(i), depth);
        if (after != array.get(i)) {
          array.set(i, after);
          masked = true;
        } else {
          masked |= maskIn(after, depth);
        }
      }
    }
    return masked;
  }

  private static boolean maskMember(ObjectNode object, String name, JsonNode value, int depth) {
    boolean masked = false;
    if (isSecret(name) && !value.isNull() && !value.isBoolean()) {
      // A number stays one, so that the message can still be read as what it is.
      object.set(name, value.isNumber() ? IntNode.valueOf(0) : TextNode.valueOf(MASK));
      masked = true;
    } else {
      JsonNode after = maskText(value, depth);
      if (after == value) {
        masked = maskIn(value, depth);
      } else {
        object.set(name, after);
        masked = true;
      }
    }
    String told = mask(name, depth + 1);
    if (!told.equals(name)) {
      object.set(told, object.remove(name));
      masked = true;
    }
    return masked;
  }

  /** The same node where it is no text or the text holds no secret. */
  private static JsonNode maskText(JsonNode json, int depth) {
    if (!(json instanceof TextNode inner)) {
      return json;
    }
    String before = inner.textValue();
    String after = mask(before, depth + 1);
    return after.equals(before) ? json : TextNode.valueOf(after);
  }

  private static boolean isSecret(String name) {
    return VariableNames.isSecret(name)
        || name.equalsIgnoreCase(PASSWORD_KEY)
        || name.equalsIgnoreCase("authorization");
  }

  /** The values of a variable of 2.x that is a secret by its name, wherever it is told of. */
  private static boolean maskVariable(ObjectNode object) {
    if (!VariableNames.isSecret(object.path("variable").path("name").asText())) {
      return false;
    }
    boolean masked = false;
    for (String name : VALUES) {
      masked |= stars(object, name);
    }
    for (JsonNode attribute : object.path("variableAttribute")) {
      masked |= attribute instanceof ObjectNode told && stars(told, "value");
    }
    return masked;
  }

  private static boolean stars(ObjectNode object, String field) {
    JsonNode value = object.get(field);
    if (value == null || value.isNull()) {
      return false;
    }
    object.put(field, MASK);
    return true;
  }
}
