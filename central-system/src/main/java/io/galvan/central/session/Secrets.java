package io.galvan.central.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.galvan.ocpp.rpc.Deviation;
import io.galvan.platform.json.Mapper;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Keeps secrets that travel in OCPP messages out of logs and stored commands: the charging
 * station's password, passwords in the URLs of files, private keys. A text that is no JSON is
 * masked more than it needs, never less.
 */
public final class Secrets {
  private static final String MASK = "***";
  private static final String PASSWORD_KEY = "AuthorizationKey";

  private static final Pattern PASSWORD_NAME =
      Pattern.compile(PASSWORD_KEY, Pattern.CASE_INSENSITIVE);

  /**
   * Every value of a broken text, up to its closing quote or the text's end; possessive, so that no
   * text costs the stack.
   */
  private static final Pattern ANY_VALUE =
      Pattern.compile(
          "(\"value\"\\s*+:\\s*+)(?:\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"?+|[^\\s,}\\]\"]++)");

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
    return PASSWORD_NAME.matcher(json).find()
        ? deviations.stream()
            .map(seen -> new Deviation(seen.path(), seen.kind(), "***", "***"))
            .toList()
        : deviations;
  }

  /** The text with every secret in it replaced by stars. */
  public static String mask(String text) {
    String masked = PASSWORD_NAME.matcher(text).find() ? maskPassword(text) : text;
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
    return PASSWORD_NAME.matcher(message).find()
        ? REPAIR.matcher(deviations).replaceAll("$1\"" + MASK + "\"")
        : deviations;
  }

  private static String maskPassword(String text) {
    JsonNode json;
    try {
      json = Mapper.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return ANY_VALUE.matcher(text).replaceAll("$1\"" + MASK + "\"");
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
}
