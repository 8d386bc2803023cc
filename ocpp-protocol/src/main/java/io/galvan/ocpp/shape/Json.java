package io.galvan.ocpp.shape;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;

/**
 * Any JSON value, kept as its text.
 *
 * @param text one JSON value; {@link IllegalArgumentException} when it is none
 */
public record Json(String text) {
  /** The deepest nesting that is read. */
  public static final int MAX_DEPTH = 64;

  /** The longest number that is read, in characters. */
  public static final int MAX_NUMBER_LENGTH = 100;

  // Names are not interned: a sender chooses them, and interned strings are shared by all.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .maxNameLength(1_000)
                  .maxStringLength(4 << 20)
                  .build())
          .build();

  /** Refuses what is not exactly one JSON value. */
  public Json {
    try (JsonParser parser = parser(text)) {
      if (parser.nextToken() == null) {
        throw new IllegalArgumentException("no JSON value");
      }
      parser.skipChildren();
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("more than one JSON value");
      }
    } catch (IOException broken) {
      throw new IllegalArgumentException("not JSON", broken);
    }
  }

  /** A parser of a text, with bounds on depth and length. */
  public static JsonParser parser(String text) throws IOException {
    return FACTORY.createParser(text);
  }

  /** A generator of compact JSON. */
  public static JsonGenerator generator(Writer out) throws IOException {
    return FACTORY.createGenerator(out);
  }

  /** The text of the value the parser stands at, numbers digit by digit; leaves it at its end. */
  public static String textOf(JsonParser parser) throws IOException {
    StringWriter out = new StringWriter();
    try (JsonGenerator generator = generator(out)) {
      copy(parser, generator);
    }
    return out.toString();
  }

  private static void copy(JsonParser parser, JsonGenerator generator) throws IOException {
    int depth = 0;
    while (true) {
      JsonToken token = parser.currentToken();
      if (token.isNumeric()) {
        generator.writeNumber(parser.getText());
      } else {
        generator.copyCurrentEvent(parser);
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (depth == 0) {
        return;
      }
      parser.nextToken();
    }
  }
}
