package io.galvan.central.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.galvan.ocpp.rpc.Deviation;
import io.galvan.platform.contract.VariableNames;
import io.galvan.platform.json.Mapper;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps secrets that travel in OCPP messages out of logs and stored commands: the charging
 * station's password, passwords in the URLs of files, private keys. A text that is no JSON is
 * masked more than it needs, never less.
 */
public final class Secrets {
  private static final String MASK = "***";
  private static final String PASSWORD_KEY = "AuthorizationKey";

  /** Fields of a network profile of 2.x that are secrets in themselves. */
  private static final Set<String> SECRET_FIELDS =
      Set.of("basicauthpassword", "apnpassword", "simpin");

  /** The fields that hold what a variable of 2.x is or was to be. */
  private static final List<String> VALUES = List.of("attributeValue", "actualValue");

  /**
   * Every value of a broken text, up to its closing quote or the text's end; possessive, so that no
   * text costs the stack.
   */
  private static final Pattern ANY_VALUE =
      Pattern.compile(
          "(\"(?:value|attributeValue|actualValue|password|simPin|apnPassword|basicAuthPassword)\""
              + "\\s*+:\\s*+)(?:\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"?+|[^\\s,}\\]\"]++)");

  private static final Pattern VPN_KEY =
      Pattern.compile("(\"vpn\".*?\"key\"\\s*+:\\s*+)\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"?+");

  private static final Pattern REPAIR =
      Pattern.compile("(\"(?:raw|repaired)\":)\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"");

  private static final Pattern URL_PASSWORD =
      Pattern.compile("(:\\\\?/\\\\?/[^\\s/@:\"]*+:)[^\\s/\"]*@");

  private static final Pattern PRIVATE_KEY =
      Pattern.compile("(-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----)[^\"]*+");

  /** What gives the right to upload to us once. */
  private static final Pattern UPLOAD = Pattern.compile("(uploads\\\\?/\\d{1,10}-)[A-Za-z0-9_-]+");

  private Secrets() {}

  /** The deviations of a message; of one with the password none tells what it read. */
  public static List<Deviation> mask(List<Deviation> deviations, String json) {
    return mayHold(json)
        ? deviations.stream()
            .map(seen -> new Deviation(seen.path(), seen.kind(), "***", "***"))
            .toList()
        : deviations;
  }

  /** The text with every secret in it replaced by stars. */
  public static String mask(String text) {
    String masked = mayHold(text) ? maskPassword(text) : text;
    if (masked.contains("uploads")) {
      masked = UPLOAD.matcher(masked).replaceAll("$1" + MASK);
    }
    if (masked.contains("@")) {
      masked = URL_PASSWORD.matcher(masked).replaceAll("$1" + MASK + "@");
    }
    if (masked.contains("PRIVATE KEY-----")) {
      masked = PRIVATE_KEY.matcher(masked).replaceAll("$1" + MASK);
    }
    return masked;
  }

  /**
   * What was repaired in a message, as JSON; without the values where the message names the
   * password, since a value alone does not tell what it is.
   */
  public static String maskRepairs(String deviations, String message) {
    return mayHold(message)
        ? REPAIR.matcher(deviations).replaceAll("$1\"" + MASK + "\"")
        : deviations;
  }

  /** Whether a secret of 1.6 or 2.x may be in the text; made for texts that nearly never do. */
  private static boolean mayHold(String text) {
    for (int i = 0, last = text.length() - 6; i <= last; i++) {
      boolean named =
          switch (text.charAt(i)) {
            case 'a', 'A' -> text.regionMatches(true, i, PASSWORD_KEY, 0, PASSWORD_KEY.length());
            case 'p', 'P' ->
                text.regionMatches(true, i, "password", 0, 8)
                    || text.regionMatches(true, i, "privatekey", 0, 10);
            case 's', 'S' ->
                text.regionMatches(true, i, "simpin", 0, 6)
                    || text.regionMatches(true, i, "sharedsecret", 0, 12);
            case 'v', 'V' -> text.regionMatches(true, i, "vpnkey", 0, 6);
            default -> false;
          };
      if (named) {
        return true;
      }
    }
    return false;
  }

  private static String maskPassword(String text) {
    JsonNode json;
    try {
      json = Mapper.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      String masked = ANY_VALUE.matcher(text).replaceAll("$1\"" + MASK + "\"");
      return VPN_KEY.matcher(masked).replaceAll("$1\"" + MASK + "\"");
    }
    return maskIn(json) ? Mapper.write(json) : text;
  }

  /** Whether anything was masked; the reader bounds how deep the tree may be. */
  private static boolean maskIn(JsonNode json) {
    boolean masked = false;
    if (json instanceof ObjectNode object) {
      JsonNode value = object.get("value");
      if (PASSWORD_KEY.equalsIgnoreCase(object.path("key").asText())
          && value != null
          && !value.isNull()) {
        object.put("value", MASK);
        masked = true;
      }
      masked |= maskVariable(object) | maskFields(object);
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        if (member.getValue() instanceof TextNode inner) {
          String before = inner.textValue();
          String after = mask(before);
          masked |= !after.equals(before);
          member.setValue(TextNode.valueOf(after));
        } else {
          masked |= maskIn(member.getValue());
        }
      }
    } else if (json instanceof ArrayNode array) {
      for (JsonNode element : array) {
        masked |= maskIn(element);
      }
    }
    return masked;
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

  private static boolean maskFields(ObjectNode object) {
    boolean masked = false;
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (SECRET_FIELDS.contains(member.getKey().toLowerCase(Locale.ROOT))
          && !member.getValue().isNull()) {
        // A number stays one, so that the message can still be read as what it is.
        member.setValue(member.getValue().isNumber() ? IntNode.valueOf(0) : TextNode.valueOf(MASK));
        masked = true;
      }
    }
    if (object.get("vpn") instanceof ObjectNode vpn) {
      masked |= stars(vpn, "password") | stars(vpn, "key");
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
